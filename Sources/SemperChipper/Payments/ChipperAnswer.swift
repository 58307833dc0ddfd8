import SemperCoding
import SemperModel

/// What card or host answered, as a side hears it.
enum ChipperAnswer: Hashable, Sendable {
  case offer(PurseOffer)
  case completion(PurseCompletion)
  case order(Seal)
  case receipt(ModuleReceipt)
  case refund(ModuleRefund)
  /// By the payee's meter so much is due in all; no more than was due before when it is over.
  case due(UInt32)
  /// It is so, without more words.
  case done
  /// A final no; the command has changed nothing.
  case refused(Refusal)
}

extension ChipperAnswer: CanonicalValue {
  var json: JSON {
    switch self {
    case .offer(let offer): .fields(["offer": offer.json])
    case .completion(let completion): .fields(["completion": completion.json])
    case .order(let seal): .fields(["order": ByteString(seal.bytes).json])
    case .receipt(let receipt): .fields(["receipt": receipt.json])
    case .refund(let refund): .fields(["refund": refund.json])
    case .due(let total): .fields(["due": Int64(total).json])
    case .done: .fields(["done": true.json])
    case .refused(let refusal): .fields(["refused": refusal.json])
    }
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    if let offer: PurseOffer = try fields.optional("offer") {
      self = .offer(offer)
    } else if let completion: PurseCompletion = try fields.optional("completion") {
      self = .completion(completion)
    } else if let seal: ByteString = try fields.optional("order") {
      self = .order(Seal(try seal.exactly(Seal.size)))
    } else if let receipt: ModuleReceipt = try fields.optional("receipt") {
      self = .receipt(receipt)
    } else if let refund: ModuleRefund = try fields.optional("refund") {
      self = .refund(refund)
    } else if let due: Int64 = try fields.optional("due") {
      guard let total = UInt32(exactly: due) else { throw CodingError(.outOfRange, "no purse pays that").inside("due") }
      self = .due(total)
    } else if let refusal: Refusal = try fields.optional("refused") {
      self = .refused(refusal)
    } else {
      guard try fields.value("done", as: Bool.self) else {
        throw CodingError(.outOfRange, "what is not done is refused").inside("done")
      }
      self = .done
    }
    try fields.close()
  }
}
