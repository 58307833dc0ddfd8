import Foundation

/// The vectors that the independent oracle has computed.
struct Vectors: Decodable {
  struct Case<Inputs: Decodable, Expected: Decodable>: Decodable {
    let name: String
    let inputs: Inputs
    let expected: Expected
  }
  struct Content: Decodable {
    struct File: Decodable {
      let path: String
      let length: Int
      let type: String
    }
    let secret: String
    let opening: String
    let exchange: String
    let files: [File]
  }
  struct Roots: Decodable {
    let chunkSize: Int
    let chunks: Int
    let length: Int64
    let leafList: String
    let root: String
    let ciphertext: String
    let sealedLength: Int64
    let cipherRoot: String
  }
  struct Derivation: Decodable {
    let secret: String
    let path: String
  }
  struct Opening: Decodable {
    let opening: String
    let digest: String
  }
  struct Named: Decodable { let document: ReceiptText }
  struct ReceiptText: Codable {
    struct Amount: Codable {
      let amount: String
      let currency: String
    }
    let amount: Amount
    let article: String
    let deal: String
    let issued: String
    let payee: String
  }
  struct DocumentDigest: Decodable { let digest: String }
  struct Stream: Decodable {
    let key: String
    let nonce: String
    let producer: String
    let type: String
    let length: Int
  }
  struct StreamRoot: Decodable {
    let header: String
    let chunks: Int
    let root: String
    let frames: String
  }

  let content: [Case<Content, Roots>]
  let openings: [Case<Derivation, Opening>]
  let documents: [Case<Named, DocumentDigest>]
  let streams: [Case<Stream, StreamRoot>]

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let path = root.appending(path: "Tests/Vectors/data/content.json")

  static func load() throws -> Vectors {
    try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: path))
  }
}
