import Foundation

/// Which signals this thread lets through. A child inherits it, and the threads of tasks let none through: a child that is
/// started by a task would be deaf to SIGTERM and SIGINT unless it thought of that itself.
enum SignalMask {
  /// Runs the body with every signal let through.
  static func empty<Result>(_ body: () throws -> Result) rethrows -> Result {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return try body()
  }
}
