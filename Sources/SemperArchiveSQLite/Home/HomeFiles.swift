import SemperArchive
import SemperCoding

/// The small files of a home: who may open it, and with what.
struct HomeFiles {
  static let archiveName = "archive.sqlite"
  static let blobsName = "blobs"
  static let keyFileName = "unattended.key"

  let directory: PrivateDirectory

  /// Whether a file of this name may be there before a home's secrets are, or half written.
  static func isUnfinished(_ name: String, beside others: some Collection<String>) -> Bool {
    let whole = name.hasSuffix(".new") ? String(name.dropLast(4)) : name
    if name == whole, name == HomeSecrets.fileName { return false }
    return whole == HomeSecrets.fileName || whole == keyFileName || others.contains(whole) || name == blobsName
      || ["", "-wal", "-shm", ".lock"].contains { name == archiveName + $0 }
  }

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
