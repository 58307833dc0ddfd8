import Foundation
import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements
import SemperTesting
import Testing

@Suite("Vectors from an independent implementation")
struct VectorTests {
  @Test("content and ciphertext have the roots of the oracle")
  func content() async throws {
    for vector in try Vectors.load().content {
      let place = try Workplace()
      var files = [ContentFile]()
      for (index, file) in vector.inputs.files.enumerated() {
        try place.write(
          (0..<file.length).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 251 + index * 13) }, to: file.path)
        files.append(
          try ContentFile(
            path: ContentPath(file.path), length: Int64(file.length), mediaType: MediaType(file.type)))
      }
      let content = try await PreparedContent.prepare(
        ContentManifest(files), in: place.path,
        secret: ContentSecret(bytes: Base64URL.decode(vector.inputs.secret)))
      let sealer = ContentSealer(
        content, opening: try ItemOpening(bytes: Base64URL.decode(vector.inputs.opening)),
        exchange: try Digest(bytes: Base64URL.decode(vector.inputs.exchange)))
      let locked = try await sealer.lockedData()
      let ciphertext = try await Sale.bytes(sealer.pieces(0..<sealer.length))
      let expected = vector.expected
      #expect(content.description.layout.chunkSize == expected.chunkSize, "\(vector.name)")
      #expect(content.description.layout.chunks == expected.chunks, "\(vector.name)")
      #expect(content.description.length == expected.length, "\(vector.name)")
      #expect(Digest(plain: content.leaves.bytes).description == expected.leafList, "\(vector.name)")
      #expect(content.description.root.description == expected.root, "\(vector.name)")
      #expect(Digest(plain: ciphertext).description == expected.ciphertext, "\(vector.name)")
      #expect(locked.length == expected.sealedLength, "\(vector.name)")
      #expect(locked.root.description == expected.cipherRoot, "\(vector.name)")
    }
  }

  @Test("item openings derive as the oracle says")
  func openings() throws {
    for vector in try Vectors.load().openings {
      let secret = try OpeningSecret(bytes: Base64URL.decode(vector.inputs.secret))
      let opening = secret.opening(for: vector.inputs.path)
      #expect(Base64URL.encode(opening.bytes) == vector.expected.opening)
      #expect(opening.digest.description == vector.expected.digest)
    }
  }

  @Test("a receipt has the digest of the oracle")
  func documents() throws {
    for vector in try Vectors.load().documents {
      let bytes = Array(try JSONEncoder().encode(vector.inputs.document))
      let receipt = try Receipt(json: CanonicalJSON.parse(bytes))
      #expect(receipt.documentDigest.description == vector.expected.digest)
    }
  }

  @Test("the oracle still computes these vectors")
  func oracle() throws {
    let process = try Oracle.program("data_oracle", [Vectors.path.path])
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
