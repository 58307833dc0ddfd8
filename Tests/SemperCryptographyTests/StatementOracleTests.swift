import SemperCoding
import SemperCryptography
import SemperModel
import SemperTesting
import Testing

/// Ordinary JOSE libraries verify our statements, and we verify theirs.
@Suite struct StatementOracleTests {
  private static func jwk(_ key: SigningKey, isPrivate: Bool) throws -> JSON {
    let jwk = try #require(key.publicKey.json.object)
    return .object(
      jwk.with("kid", key.thumbprint.json)
        .with("d", isPrivate ? Base64URL.encode(key.rawRepresentation).json : nil))
  }

  private static func ask(_ tasks: [JSON]) throws -> [JSON] {
    let output = try Oracle.python("statements", CanonicalJSON.encode(.array(tasks)))
    return try [JSON](json: CanonicalJSON.parse(output))
  }

  private static func verify(_ statement: JSON, _ keys: [SigningKey]) throws -> JSON {
    .fields([
      "do": "verify".json, "keys": .array(try keys.map { try jwk($0, isPrivate: false) }), "statement": statement,
    ])
  }

  @Test func theyAcceptOurs() throws {
    let one = SigningKey(.es256)
    let other = SigningKey(.es256)
    let edwards = SigningKey(.ed25519)
    let single = try SignedStatement(Note("für ÄÖ 日本", by: [one]), signedBy: [one])
    let double = try SignedStatement(Note(by: [one, other]), signedBy: [one, other])
    let mixed = try SignedStatement(Note(by: [one, edwards]), signedBy: [one, edwards])
    let compact = try #require(single.compact)
    let stranger = try SignedStatement(Note(by: [other]), signedBy: [other])
    let answers = try Self.ask([
      Self.verify(single.json, [one]), Self.verify(double.json, [one, other]), Self.verify(mixed.json, [one, edwards]),
      Self.verify(compact.json, [one]), Self.verify(stranger.json, [one]),
    ])
    for (statement, answer) in zip([single, double, mixed, single], answers) {
      let payload = String(decoding: statement.payload, as: UTF8.self).json
      #expect(answer == .fields(["joserfc": payload, "jwcrypto": payload]))
    }
    #expect(answers.last == .fields(["joserfc": .null, "jwcrypto": .null]))
  }

  @Test(arguments: ["joserfc", "jwcrypto"]) func weAcceptTheirs(_ library: String) throws {
    let one = SigningKey(.es256)
    let other = SigningKey(.es256)
    func sign(_ keys: [SigningKey], compact: Bool = false) throws -> JSON {
      .fields([
        "compact": compact.json, "do": "sign".json, "keys": .array(try keys.map { try Self.jwk($0, isPrivate: true) }),
        "library": library.json, "payload": String(decoding: Note(by: keys).payload, as: UTF8.self).json,
        "typ": Note.kind.headerType.json,
      ])
    }
    let answers = try Self.ask([sign([one]), sign([one, other]), sign([one], compact: true)])
    let statements = [
      try SignedStatement(json: answers[0]), try SignedStatement(json: answers[1]),
      try SignedStatement(compact: String(json: answers[2])),
    ]
    let keys = KeySet([one.publicKey, other.publicKey])
    for (statement, signers) in zip(statements, [[one], [one, other], [one]]) {
      #expect(try VerifiedStatement<Note>(verifying: statement, keys: keys).content == Note(by: signers))
    }
  }
}
