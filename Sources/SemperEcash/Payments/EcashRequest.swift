import SemperCoding
import SemperModel

/// What a side of ecash has its purse or till do.
enum EcashRequest: Hashable, Sendable {
  /// Pay coins into an account, under a reference; all there are where no amount is given.
  case deposit(Money?, to: Thumbprint?, reference: Digest?)
  case withdraw(Money)
  /// Blinded messages for money that somebody else pays.
  case expect(Money)
  /// Take in what was signed for them.
  case collect
  /// Have the mint sign somebody's blinded messages, from our account.
  case pay(Money, [BlindedOutput])
  /// Exchange coins whose keys end for fresh ones.
  case exchange
  case restore
}

extension EcashRequest: CanonicalValue {
  private enum Name: String, CanonicalValue { case deposit, withdraw, expect, collect, pay, exchange, restore }

  var json: JSON {
    switch self {
    case .deposit(let amount, let account, let reference):
      .fields([
        "account": account?.json, "amount": amount?.json, "do": Name.deposit.json, "reference": reference?.json,
      ])
    case .withdraw(let amount): .fields(["amount": amount.json, "do": Name.withdraw.json])
    case .expect(let amount): .fields(["amount": amount.json, "do": Name.expect.json])
    case .collect: .fields(["do": Name.collect.json])
    case .pay(let amount, let outputs):
      .fields(["amount": amount.json, "do": Name.pay.json, "outputs": outputs.json])
    case .exchange: .fields(["do": Name.exchange.json])
    case .restore: .fields(["do": Name.restore.json])
    }
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("do", as: Name.self) {
    case .deposit:
      self = .deposit(
        try fields.optional("amount"), to: try fields.optional("account"), reference: try fields.optional("reference"))
    case .withdraw: self = .withdraw(try fields.value("amount"))
    case .expect: self = .expect(try fields.value("amount"))
    case .collect: self = .collect
    case .pay: self = .pay(try fields.value("amount"), try fields.value("outputs"))
    case .exchange: self = .exchange
    case .restore: self = .restore
    }
    try fields.close()
  }
}
