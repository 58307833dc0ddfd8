import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperStatements

@Suite struct StreamVectorTests {
  @Test func framesAndRootsAreThoseOfTheOracle() throws {
    let streams = try Vectors.load().streams
    #expect(streams.count == 5)
    for vector in streams {
      let key = try StreamKey(bytes: Base64URL.decode(vector.inputs.key))
      let header = StreamHeader(
        producer: .ed25519(x: try Base64URL.decode(vector.inputs.producer)),
        mediaType: try MediaType(vector.inputs.type), key: key,
        nonce: try Nonce(bytes: Base64URL.decode(vector.inputs.nonce)))
      var sealer = StreamSealer(header: header, key: key)
      var frames = try sealer.append((0..<vector.inputs.length).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 256) })
      let (last, end) = try sealer.finish()
      frames += last
      #expect(header.digest.description == vector.expected.header, "\(vector.name)")
      #expect(Digest(plain: frames).description == vector.expected.frames, "\(vector.name)")
      #expect(end.root.description == vector.expected.root, "\(vector.name)")
      #expect(end.chunks == vector.expected.chunks, "\(vector.name)")
    }
  }
}
