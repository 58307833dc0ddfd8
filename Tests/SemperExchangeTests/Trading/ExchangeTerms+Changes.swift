import SemperCryptography
import SemperExchange
import SemperModel

// Terms that differ in one place.
extension ExchangeTerms {
  func judged(by arbiter: ArbiterTerms) -> ExchangeTerms {
    ExchangeTerms(
      header: ExchangeHeader(
        originator: header.originator, responder: header.responder, arbiter: arbiter, closes: header.closes),
      body: body)
  }

  func closing(_ time: Timestamp) -> ExchangeTerms {
    ExchangeTerms(
      header: ExchangeHeader(
        originator: header.originator, responder: header.responder, arbiter: header.arbiter, closes: time), body: body)
  }

  func waiting(_ window: Span) -> ExchangeTerms {
    ExchangeTerms(
      header: header,
      body: ExchangeBody(
        originatorItems: body.originatorItems, responderItems: body.responderItems, level: body.level, window: window,
        ledgers: body.ledgers, context: body.context))
  }
}

extension ArbiterTerms {
  init(_ key: PublicKey, like other: ArbiterTerms) {
    self.init(key: key, sealingKey: other.sealingKey, epoch: other.epoch, policy: other.policy)
  }
}
