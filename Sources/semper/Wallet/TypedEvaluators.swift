import ArgumentParser
import Foundation
import SemperCertification
import SemperCryptography
import SemperModel
import SemperWallet

/// Evaluators as a person names them: by the thumbprints of their keys, or by files with the keys in PEM.
struct TypedEvaluators: ParsableArguments {
  // A thumbprint may begin with a hyphen.
  @Argument(
    parsing: .allUnrecognized,
    help: "The thumbprint of an evaluator's key, or a file with the public key (PEM). May be repeated.")
  private var words: [String]

  /// As they were typed; what separates options from the rest is none of them.
  var keys: [String] { words.filter { $0 != "--" } }

  func evaluators() throws -> [TrustedEvaluator] {
    try keys.map { text in
      if let thumbprint = try? Thumbprint(text: text) { return .key(thumbprint) }
      guard let data = FileManager.default.contents(atPath: text), data.count <= 64 << 10,
        let key = try? PublicKey(pem: String(decoding: data, as: UTF8.self))
      else { throw WalletError(.notUnderstood, .errorEvaluator, ["text": String(text.prefix(64))]) }
      return .key(key.thumbprint)
    }
  }
}
