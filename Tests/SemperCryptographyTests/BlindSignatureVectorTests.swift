import CryptoExtras
import Foundation
import SemperCoding
import SemperCryptography
import Testing

/// The four variants of RFC 9474 through our own code, and the two implementations against each other.
@Suite struct BlindSignatureVectorTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    let n, e, d, p, q, preparedMessage, salt, inverse, blinded, blindSignature, signature: [UInt8]
    var testDescription: String { name }

    init(_ json: JSON) throws {
      func bytes(_ name: String) throws -> [UInt8] {
        let text = try String(json: #require(json[name]))
        return try #require([UInt8](hex: text))
      }
      name = try String(json: #require(json["name"]))
      n = try bytes("n")
      e = try bytes("e")
      d = try bytes("d")
      p = try bytes("p")
      q = try bytes("q")
      preparedMessage = try bytes("prepared_msg")
      salt = try bytes("salt")
      inverse = try bytes("inv")
      blinded = try bytes("blinded_msg")
      blindSignature = try bytes("blind_sig")
      signature = try bytes("sig")
    }
  }

  static func vectors() throws -> [Vector] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Vectors/rfc9474/rfc9474.json").standardizedFileURL
    let json = try CanonicalJSON.parse(Array(Data(contentsOf: file)))
    return try [JSON](json: json).map { try Vector($0) }
  }

  @Test func allFourVariantsAreThere() throws {
    #expect(try Set(Self.vectors().map(\.name)).count == 4)
  }

  @Test(arguments: BlindSigningFixture.vectors)
  func ourClientGivesThePublishedBytes(vector: Vector) throws {
    let key = try BlindingKey(modulus: vector.n, exponent: vector.e)
    let blinded = try key.blind(vector.preparedMessage, salt: vector.salt, inverse: vector.inverse)
    #expect(blinded.bytes == vector.blinded)
    #expect(try blinded.unblinder.unblind(vector.blindSignature) == vector.signature)
    #expect(try key.isValid(signature: vector.signature, over: vector.preparedMessage, salt: vector.salt))
    #expect(try !key.isValid(signature: vector.signature, over: vector.preparedMessage + [0], salt: vector.salt))
  }

  @Test(arguments: BlindSigningFixture.vectors)
  func ourSignerGivesThePublishedBytes(vector: Vector) throws {
    let theirs = try _RSA.BlindSigning.PrivateKey(
      n: vector.n, e: vector.e, d: vector.d, p: vector.p, q: vector.q, parameters: .RSABSSA_SHA384_PSSZERO_Deterministic
    )
    let ours = try BlindSigningKey(derRepresentation: Array(theirs.derRepresentation))
    #expect(ours.publicKey.modulus == vector.n)
    #expect(try ours.sign(vector.blinded) == vector.blindSignature)
  }

  @Test func swiftCryptoVerifiesOurSignatures() throws {
    let signer = BlindSigningFixture.key
    let theirs = try _RSA.BlindSigning.PublicKey(
      derRepresentation: signer.publicKey.subjectPublicKeyInfo, parameters: .RSABSSA_SHA384_PSSZERO_Deterministic)
    for number in UInt8(0)..<20 {
      let message = [UInt8](repeating: number, count: Int(number) * 3)
      let blinded = try signer.publicKey.blind(message, seed: [UInt8](repeating: number, count: 32))
      let signature = try blinded.unblinder.unblind(signer.sign(blinded.bytes))
      let wrapped = _RSA.Signing.RSASignature(rawRepresentation: signature)
      #expect(theirs.isValidSignature(wrapped, for: theirs.prepare(message)))
    }
  }

  @Test func weVerifyWhatSwiftCryptoBlindsAndSigns() throws {
    let theirs = try _RSA.BlindSigning.PrivateKey(
      keySize: .bits2048, parameters: .RSABSSA_SHA384_PSSZERO_Deterministic)
    let numbers = try theirs.publicKey.getKeyPrimitives()
    let key = try BlindingKey(modulus: Array(numbers.modulus), exponent: Array(numbers.publicExponent))
    #expect(key.subjectPublicKeyInfo == Array(theirs.publicKey.derRepresentation))
    let message = Array("a coin".utf8)
    // Their client, their signer, our verifier.
    let prepared = theirs.publicKey.prepare(message)
    let blinding = try theirs.publicKey.blind(prepared)
    let signed = try theirs.blindSignature(for: blinding.blindedMessage)
    let signature = try theirs.publicKey.finalize(signed, for: prepared, blindingInverse: blinding.inverse)
    #expect(try key.isValid(signature: Array(signature.rawRepresentation), over: message))
    // Our client, their signer.
    let ours = try key.blind(message, seed: [UInt8](repeating: 7, count: 32))
    let answer = try theirs.blindSignature(for: ours.bytes)
    #expect(try ours.unblinder.unblind(Array(answer.rawRepresentation)) == Array(signature.rawRepresentation))
  }
}
