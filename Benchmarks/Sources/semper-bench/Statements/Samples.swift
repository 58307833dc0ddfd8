import SemperCoding
import SemperCryptography
import SemperEcash
import SemperModel

/// Statements and JSON of usual size and shape.
enum Samples {
  static func receipt(by key: SigningKey) throws -> MintReceipt {
    try MintReceipt(
      mint: key.thumbprint, operation: ID(bytes: [UInt8](repeating: 3, count: 16)),
      request: Digest(bytes: [UInt8](repeating: 4, count: 32)), purpose: .deposit,
      amount: Money(minorUnits: 1_999, .euro),
      account: key.thumbprint, reference: Digest(bytes: [UInt8](repeating: 5, count: 32)),
      issued: Timestamp(seconds: 1_800_000_000))
  }

  /// Some 20 KB of objects, numbers and text with accents and escapes, such as a manifest or terms of business.
  static let document: JSON = .array(
    (0..<100).map { index in
      .fields([
        "accepted": JSON.bool(index % 2 == 0), "index": index.json, "length": (index * 65_536).json,
        "path": "lessons/\(index)/Übung \(index) – “Größe”.mp4".json,
        "root": "sha-256:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564".json,
        "text": "Two parties who need not trust each other\nexchange goods for money.\tBoth, or neither.".json,
      ])
    })
}
