import SemperCoding
import SemperCryptography
import SemperModel

/// What a purse or till answers its side.
enum EcashReport: Hashable, Sendable {
  /// The mint's signed word, and the request it is about where that is part of a proof.
  case word(SignedStatement, request: SignedStatement?)
  case outputs([BlindedOutput])
  case done(Money)
  /// Our own purse's no: nothing was sent to the mint.
  case refused(Refusal)
}

extension EcashReport: CanonicalValue {
  var json: JSON {
    switch self {
    case .word(let word, let request): .fields(["request": request?.json, "word": word.json])
    case .outputs(let outputs): .fields(["outputs": outputs.json])
    case .done(let amount): .fields(["done": amount.json])
    case .refused(let why): .fields(["refused": why.json])
    }
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    if let word: SignedStatement = try fields.optional("word") {
      self = .word(word, request: try fields.optional("request"))
    } else if let outputs: [BlindedOutput] = try fields.optional("outputs") {
      self = .outputs(outputs)
    } else if let amount: Money = try fields.optional("done") {
      self = .done(amount)
    } else {
      self = .refused(try fields.value("refused"))
    }
    try fields.close()
  }
}
