/// Where the files of a directory come from: a mirror, a folder, whatever. It is trusted for nothing.
public protocol DirectorySource: Sendable {
  /// The file at a path such as `metadata/2.root.json` or `targets/packages/….json`; `nil` when there is none.
  ///
  /// Reads no more than `largest` bytes and refuses (`tooLarge`, blame on the provider) a file that has more.
  func file(_ path: String, largest: Int) async throws -> [UInt8]?
}
