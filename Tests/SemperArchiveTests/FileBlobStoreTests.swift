import Foundation
import SemperArchive
import SemperCryptography
import SemperModel
import Testing

@Suite struct FileBlobStoreTests {
  let directory: TemporaryDirectory
  let store: FileBlobStore
  let bytes = Array("what a blob holds".utf8)

  init() throws {
    directory = try TemporaryDirectory()
    store = try FileBlobStore(directory: directory.path(of: "blobs"))
  }

  @Test func aKeptBlobHasTheNameThatSha256sumPrints() throws {
    let partial = store.partialPath(named: "course-1")
    try Data(bytes).write(to: URL(fileURLWithPath: partial))
    let digest = Digest(plain: bytes)
    #expect(!FileManager.default.fileExists(atPath: store.path(of: digest)))
    try store.keep(partial: partial, as: digest)
    #expect(FileManager.default.contents(atPath: store.path(of: digest)) == Data(bytes))
    #expect(!FileManager.default.fileExists(atPath: partial))
    let hexadecimal = digest.bytes.map { String(format: "%02x", $0) }.joined()
    #expect(store.path(of: digest) == directory.path(of: "blobs/\(hexadecimal)"))
    #expect(try directory.mode(of: "blobs/\(hexadecimal)") == 0o600)
    #expect(try directory.mode(of: "blobs") == 0o700)
  }

  @Test func keepingTheSameTwiceIsNoError() throws {
    for name in ["one", "two"] {
      try Data(bytes).write(to: URL(fileURLWithPath: store.partialPath(named: name)))
      try store.keep(partial: store.partialPath(named: name), as: Digest(plain: bytes))
    }
    #expect(FileManager.default.contents(atPath: store.path(of: Digest(plain: bytes))) == Data(bytes))
  }

  @Test func aMissingPartialFileIsAFailure() throws {
    let error = #expect(throws: ArchiveError.self) {
      try store.keep(partial: store.partialPath(named: "nothing"), as: Digest(plain: bytes))
    }
    #expect(error?.code == .unavailable)
  }

  @Test func aPartialFileKeepsItsNameOverARestart() throws {
    let partial = store.partialPath(named: "course-1")
    try Data(bytes).write(to: URL(fileURLWithPath: partial))
    let again = try FileBlobStore(directory: directory.path(of: "blobs"))
    #expect(FileManager.default.contents(atPath: again.partialPath(named: "course-1")) == Data(bytes))
  }
}
