public import SemperArchive

/// Where the processes of one world keep what survives them, each under its name.
public protocol PaymentDisks: Sendable {
  /// The archive of a process that starts, over what its earlier lives have left there.
  func open(_ process: String) throws -> any Archive
  /// Takes everything away; to be called when the world has ended.
  func remove()
}
