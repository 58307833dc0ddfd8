import SemperCryptography
import SemperExchange
import SemperPayments
import SemperTerms

extension DealPerformer {
  /// Who performs the exchange of this deal, with the deal's keys, money and goods.
  func exchanging(_ record: DealRecord) -> ExchangePerformer {
    let (content, deal) = (record.content, record.opening.deal)
    let arbiter = DealArbiterDesk(arbiter: arbiter)
    let silence = ArbiterSilence(
      arbiter: arbiter, key: keys.signing, reply: keys.reply.publicKey, span: record.opening.patience, time: time)
    var means = ExchangeMeans(
      source: source.map { DealItemSource(goods: $0, content: content) },
      sink: sink.map { DealItemSink(goods: $0, content: content, deal: deal) },
      settling: SettlementOfDeal(judgement: judgement, record: record, silence: silence))
    add(money, of: record, to: &means)
    return ExchangePerformer(
      key: keys.signing, refund: record.opening.refund, reply: keys.reply, means: means,
      peer: DealExchangeLink(peer: peer, deal: deal), arbiter: arbiter, time: time)
  }

  /// What an exchange needs and is not among its means is refused before anything is locked, so an agreement that does not
  /// pay this deal leaves it without any.
  private func add(_ money: DealMoney, of record: DealRecord, to means: inout ExchangeMeans) {
    switch money {
    case .purse(let purse): means.purses = [purse]
    case .till(let till): means.tills = [till]
    case .managed(let manager, let otherwise):
      guard record.payment != nil else { return add(otherwise, of: record, to: &means) }
      guard let agreed = try? record.agreedPayment() else { return }
      switch record.opening.side {
      case .buyer: if let purse = try? AgreedPurse(agreed, of: manager) { means.purses = [purse] }
      case .seller: if let till = try? AgreedTill(agreed, of: manager) { means.tills = [till] }
      }
    }
  }
}
