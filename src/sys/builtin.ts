/**
 * Modules of Node that take longer to load than a short command may: tests call `-step` all the time. So these are loaded by the first who needs them.
 */
export const builtin = {
  get childProcess() {
    return process.getBuiltinModule("node:child_process");
  },
  get crypto() {
    return process.getBuiltinModule("node:crypto");
  },
};
