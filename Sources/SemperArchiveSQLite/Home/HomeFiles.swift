import SemperArchive
import SemperCoding

/// The small files of a home: who may open it, and with what.
struct HomeFiles {
  static let archiveName = "archive.sqlite"
  static let blobsName = "blobs"
  static let keyFileName = "unattended.key"

  let directory: PrivateDirectory

  func write(_ secrets: HomeSecrets) throws(ArchiveError) {
    try directory.write(secrets.canonicalBytes, to: HomeSecrets.fileName)
  }

  func secrets() throws(ArchiveError) -> HomeSecrets {
    guard let bytes = try directory.read(HomeSecrets.fileName) else {
      throw ArchiveError(
        .unavailable, "\(directory.path) is not a home (it has no \(HomeSecrets.fileName)); create one first")
    }
    do {
      return try HomeSecrets(canonicalBytes: bytes)
    } catch {
      throw ArchiveError(.corrupt, "\(directory.path(of: HomeSecrets.fileName)) cannot be read: \(error)")
    }
  }

  /// The text in the key file, which stands for the passphrase.
  func keyFile() throws(ArchiveError) -> String {
    guard let bytes = try directory.read(Self.keyFileName), let text = String(validating: bytes, as: UTF8.self) else {
      throw ArchiveError(
        .locked,
        "\(directory.path) has no \(Self.keyFileName): it opens with its passphrase only, or the file was moved")
    }
    return text
  }
}
