import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperStatements

/// An act as a cheating side would say it instead: truly signed, and different in one place.
struct CourseLies {
  typealias Lie = (name: String, statement: SignedStatement)

  let signer: SigningKey
  let stranger: SigningKey

  /// Nothing for what is no act.
  func instead(of signed: SignedStatement) throws -> [Lie] {
    switch signed.kind {
    case .deed:
      let deed = signed.journalled(as: Deed.self)
      return try made(placed(deed.act.json).map { ($0.name, deed.json.with("act", $0.json)) } + given(deed)) {
        try SignedStatement(Deed(json: $0), signedBy: [signer])
      } + [("by a stranger", SignedStatement(deed.given(by: stranger), signedBy: [stranger]))]
    case .choice:
      let choice = signed.journalled(as: Choice.self)
      return made(placed(choice.json) + chosen(choice)) {
        try SignedStatement(Choice(json: $0), signedBy: [signer])
      }
    default: return []
    }
  }

  /// Without those that cannot be said at all, because no statement has such a form.
  private func made(
    _ changes: [(name: String, json: JSON)], _ sign: (JSON) throws -> SignedStatement
  ) -> [Lie] {
    changes.compactMap { change in (try? sign(change.json)).map { (change.name, $0) } }
  }

  /// The same act at another place of the chain.
  private func placed(_ act: JSON) -> [(name: String, json: JSON)] {
    let elsewhere = "elsewhere".documentDigest.json
    let isChoice = act["option"] != nil
    let turn = act["turn"].flatMap { try? Int(json: $0) } ?? 1
    let issued = act["iat"].flatMap { try? Timestamp(json: $0) } ?? Fair.start
    return [
      ("another deal", act.with("deal", otherDeal.json)), ("other terms", act.with("service", elsewhere)),
      ("another state", act.with("state", "elsewhere".json)),
      ("a later turn", act.with("turn", (turn + 1).json)),
      ("after another act", act.with("prev", isChoice ? [elsewhere].json : elsewhere)),
      ("dated back", act.with("iat", Timestamp(seconds: 0).json)),
      ("dated ahead", act.with("iat", issued.advanced(by: Span(seconds: 40 * 86_400)).json)),
    ] + (turn > 1 ? [("an earlier turn", act.with("turn", (turn - 1).json))] : [])
  }

  private var otherDeal: ID<Deal> {
    var generator = SystemRandomNumberGenerator()
    return ID(using: &generator)
  }

  private var otherSalt: Nonce {
    var generator = SystemRandomNumberGenerator()
    return Nonce(using: &generator)
  }

  private func given(_ deed: Deed) -> [(name: String, json: JSON)] {
    var lies = [
      (name: "nothing given", json: deed.json.with("items", [String]().json)),
      ("more given", deed.json.with("items", (deed.items + ["gold"]).json)),
      ("of no form", deed.json.with("documents", .object(JSONObject([("gold", .object(JSONObject([])))])))),
    ]
    if deed.taker != nil { lies.append(("signed by one", deed.json.with("taker", nil))) }
    if !deed.data.isEmpty { lies.append(("data kept", deed.json.with("data", nil))) }
    if !deed.credentials.isEmpty { lies.append(("right kept", deed.json.with("credentials", nil))) }
    if let sent = deed.money.first {
      let less = Money(minorUnits: sent.amount.minorUnits - 1, sent.amount.currency)
      lies.append(
        ("less sent", deed.json.with("money", [SentMoney(item: sent.item, amount: less, payment: sent.payment)].json)))
      lies.append(("nothing sent", deed.json.with("money", nil)))
    }
    if case .agreement(let agreed)? = deed.exchange {
      let salted = AgreedExchange(terms: agreed.terms, items: agreed.items, receipt: agreed.receipt, salt: otherSalt)
      let short = AgreedExchange(
        terms: agreed.terms, items: Array(agreed.items.dropLast()), receipt: agreed.receipt, salt: agreed.salt)
      lies.append(("another exchange", deed.json.with("exchange", ExchangePart.agreement(salted).json)))
      lies.append(("less exchanged", deed.json.with("exchange", ExchangePart.agreement(short).json)))
      lies.append(("no exchange", deed.json.with("exchange", nil)))
    }
    return lies
  }

  private func chosen(_ choice: Choice) -> [(name: String, json: JSON)] {
    [
      ("no option", choice.json.with("option", "gold".json)),
      ("no exception", choice.json.with("option", "gold".json).with("way", Choice.Way.exception.json)),
      ("no way", choice.json.with("option", "gold".json).with("way", Choice.Way.otherwise.json)),
    ]
  }
}

extension Deed {
  fileprivate func given(by key: SigningKey) -> Deed {
    Deed(
      act: act, giver: key.publicKey.thumbprint, taker: taker, items: items, documents: documents, contents: contents,
      data: data, money: money, credentials: credentials, exchange: exchange)
  }
}

extension JSON {
  fileprivate func with(_ name: String, _ value: JSON?) -> JSON { object.map { .object($0.with(name, value)) } ?? self }
}
