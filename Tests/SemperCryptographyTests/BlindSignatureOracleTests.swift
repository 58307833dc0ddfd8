import SemperCoding
import SemperCryptography
import SemperModel
import SemperTesting
import Testing

/// A payer written independently in Python, against our payer and our signer.
@Suite struct BlindSignatureOracleTests {
  private let signer = BlindSigningFixture.key

  private func ask(_ tasks: [[String: [UInt8]]], _ verb: String) throws -> [JSON] {
    let key = hex(signer.publicKey.subjectPublicKeyInfo)
    let input = tasks.map { task in
      JSON.object(
        JSONObject(
          [("do", verb.json), ("key", key.json)]
            + task.sorted { $0.key < $1.key }.map { ($0.key, hex($0.value).json) }))
    }
    return try [JSON](json: CanonicalJSON.parse(Oracle.python("ecash", CanonicalJSON.encode(.array(input)))))
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  private func bytes(_ json: JSON, _ name: String) throws -> [UInt8] {
    let text = try String(json: #require(json[name]))
    return try #require([UInt8](hex: text))
  }

  private let messages: [[UInt8]] = (0..<8).map { [UInt8]("coin \($0)".utf8) }

  @Test func theSameSeedGivesTheSameBlinding() throws {
    let seeds = messages.indices.map { [UInt8](repeating: UInt8($0), count: 32) }
    let answers = try ask(zip(messages, seeds).map { ["message": $0, "seed": $1] }, "derive")
    for (index, answer) in answers.enumerated() {
      #expect(try bytes(answer, "id") == signer.publicKey.id.bytes)
      #expect(try bytes(answer, "blinded") == signer.publicKey.blind(messages[index], seed: seeds[index]).bytes)
    }
  }

  @Test func itsBlindedMessagesGetGoodSignatures() throws {
    let blinded = try ask(messages.map { ["message": $0] }, "blind")
    let tasks = try zip(messages, blinded).map { message, answer in
      [
        "message": message, "factor": try bytes(answer, "factor"),
        "answer": try signer.sign(bytes(answer, "blinded")),
      ]
    }
    let signatures = try ask(tasks, "unblind").map { try bytes($0, "signature") }
    for (message, signature) in zip(messages, signatures) {
      #expect(try signer.publicKey.isValid(signature: signature, over: message))
    }
  }

  @Test func itsLibraryVerifiesOurSignaturesAndNoOthers() throws {
    var tasks = [[String: [UInt8]]]()
    for message in messages {
      let blinded = try signer.publicKey.blind(message, seed: [UInt8](repeating: 3, count: 32))
      let signature = try blinded.unblinder.unblind(signer.sign(blinded.bytes))
      tasks.append(["message": message, "signature": signature])
      tasks.append(["message": message + [0], "signature": signature])
    }
    let verdicts = try ask(tasks, "verify").map { $0["valid"] }
    #expect(verdicts == messages.flatMap { _ in [JSON.bool(true), JSON.bool(false)] })
  }
}
