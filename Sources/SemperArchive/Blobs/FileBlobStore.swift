public import SemperModel

/// Blobs as files in one directory, each named by its digest in hexadecimal (as `sha256sum` prints it), and unfinished
/// ones in `partial/` beside them. Directories have mode 0700, files 0600.
public struct FileBlobStore: BlobStore {
  private let kept: PrivateDirectory
  private let partial: PrivateDirectory

  public init(directory: String) throws {
    kept = try PrivateDirectory(directory)
    partial = try PrivateDirectory(kept.path(of: "partial"))
  }

  public func path(of digest: Digest) -> String { kept.path(of: Self.name(digest)) }

  /// The name is one of our own making: letters, digits, `-`, `_` and `.`, not beginning with a dot.
  public func partialPath(named name: String) -> String {
    precondition(
      name.first != "." && !name.isEmpty && name.utf8.allSatisfy { Self.allowed.contains($0) },
      "a partial file has a plain name")
    return partial.path(of: name)
  }

  public func keep(partial path: String, as digest: Digest) throws {
    try kept.adopt(path, as: Self.name(digest))
    try partial.sync()
  }

  private static let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.".utf8)

  private static func name(_ digest: Digest) -> String {
    let digits = Array("0123456789abcdef")
    return String(digest.bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
