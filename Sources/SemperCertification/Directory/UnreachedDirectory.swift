import SemperModel

/// A directory that nobody asks now.
struct UnreachedDirectory: DirectorySource {
  func file(_ path: String, largest: Int) async throws -> [UInt8]? {
    throw Refusal(
      .unavailable, blame: .environment,
      "the directory does not answer now, and no copy of \(path) is kept here; look again when it does")
  }
}
