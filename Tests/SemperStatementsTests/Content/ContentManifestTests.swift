import Foundation
import SemperCoding
import SemperModel
import SemperStatements
import Testing

@Suite("Manifests and descriptions")
struct ContentManifestTests {
  static func file(_ path: String, _ length: Int64 = 1) throws -> ContentFile {
    try ContentFile(path: ContentPath(path), length: length, mediaType: .unknown)
  }

  @Test(
    "files that cannot lie side by side are refused",
    arguments: [
      ["a", "a"], ["a", "A"], ["a", "a/b"], ["a/b", "a"], ["a/b/c", "A/b"], ["x", "é", "É"],
    ])
  func clashes(_ paths: [String]) {
    #expect(throws: CodingError.self) { try ContentManifest(paths.map { try Self.file($0) }) }
  }

  @Test("no files, no bytes, too many files and too many bytes are refused")
  func sizes() throws {
    #expect(throws: CodingError.self) { try ContentManifest([]) }
    #expect(throws: CodingError.self) { try ContentManifest([Self.file("a", 0), Self.file("b", 0)]) }
    #expect(throws: CodingError.self) { try ContentManifest((0...1000).map { try Self.file("f\($0)") }) }
    #expect(throws: CodingError.self) { try Self.file("a", -1) }
    #expect(throws: CodingError.self) { try Self.file("a", (1 << 50) + 1) }
    #expect(throws: CodingError.self) { try ContentManifest([Self.file("a", 1 << 50), Self.file("b", 1)]) }
    #expect(try ContentManifest((0..<1000).map { try Self.file("f\($0)") }).length == 1000)
  }

  @Test(
    "chunk size and count follow from the length",
    arguments: [
      (1, 65_536, 1), (65_536, 65_536, 1), (65_537, 65_536, 2), (1 << 30, 65_536, 16_384),
      (8 << 30, 65_536, 131_072), ((8 << 30) + 1, 262_144, 32_769), (1 << 50, 262_144, 1 << 32),
    ] as [(Int64, Int, Int)])
  func layout(_ length: Int64, _ chunkSize: Int, _ chunks: Int) throws {
    let layout = try ContentDescription(
      root: Digest(bytes: [UInt8](repeating: 7, count: 32)), manifest: ContentManifest([Self.file("a", length)])
    ).layout
    #expect(layout.chunkSize == chunkSize)
    #expect(layout.chunks == chunks)
    #expect(layout.sealedLength == length + Int64(chunks) * 48)
  }

  @Test("a description says the same in JSON, and one that contradicts itself is refused")
  func description() throws {
    let description = ContentDescription(
      root: try Digest(bytes: [UInt8](repeating: 7, count: 32)),
      manifest: try ContentManifest([Self.file("a", 70_000), Self.file("b/ü", 0)]))
    #expect(try ContentDescription(canonicalBytes: description.canonicalBytes) == description)
    let object = try #require(description.json.object)
    for (name, value) in [
      ("length", 70_001.json), ("length", (-1).json), ("chunks", 1.json), ("chunks", 3.json),
      ("chunkSize", 262_144.json), ("chunkSize", 0.json), ("files", .array([])), ("root", "sha-256:".json),
      ("more", 1.json),
    ] as [(String, JSON)] {
      #expect(throws: CodingError.self) { try ContentDescription(json: .object(object.with(name, value))) }
    }
    for name in ["length", "chunks", "chunkSize", "files", "root"] {
      #expect(throws: CodingError.self) { try ContentDescription(json: .object(object.with(name, nil))) }
    }
  }

  @Test("a directory with links or hidden files is refused, and files come in the order of their bytes")
  func directory() throws {
    let place = try Workplace()
    for name in ["b.txt", "a/z.mp4", "a/b/c.pdf", "Z.zip"] { try place.write([1, 2], to: "in/" + name) }
    let manifest = try ContentManifest(ofDirectory: place["in"])
    #expect(manifest.files.map(\.path.text) == ["Z.zip", "a/b/c.pdf", "a/z.mp4", "b.txt"])
    #expect(manifest.length == 8)
    try FileManager.default.createSymbolicLink(atPath: place["in/link"], withDestinationPath: "/etc/hosts")
    #expect(throws: StatementsError.self) { try ContentManifest(ofDirectory: place["in"]) }
    try FileManager.default.removeItem(atPath: place["in/link"])
    try place.write([1], to: "in/.DS_Store")
    #expect(throws: StatementsError.self) { try ContentManifest(ofDirectory: place["in"]) }
    #expect(throws: StatementsError.self) { try ContentManifest(ofDirectory: place["nowhere"]) }
  }
}
