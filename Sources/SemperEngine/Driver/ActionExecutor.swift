/// Where the tasks of actions run. Only a simulation sets it, so that it sees when nothing is left to do and time may
/// pass; everywhere else they run on the global pool.
package enum ActionExecutor {
  @TaskLocal package static var current: (any TaskExecutor)?
}
