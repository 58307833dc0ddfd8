/// How the opening of a delivery ended.
public enum OpenedContent: Hashable, Sendable {
  /// Every chunk is as described, and the files are in the directory, safe on the disk.
  case written(directory: String)
  /// A chunk is not as described, and this proves it. No file was left behind.
  case misbehaviour(ProofOfMisbehaviour)
}
