import SemperCryptography
import SemperExchange

extension DealPerformer {
  /// Who performs the exchange of this deal, with the deal's keys, money and goods.
  func exchanging(_ record: DealRecord) -> ExchangePerformer {
    let (content, deal) = (record.offer.content, record.opening.deal)
    let arbiter = DealArbiterDesk(arbiter: arbiter)
    let silence = ArbiterSilence(
      arbiter: arbiter, key: keys.signing, reply: keys.reply.publicKey, span: record.opening.patience, time: time)
    var means = ExchangeMeans(
      source: source.map { DealItemSource(goods: $0, content: content) },
      sink: sink.map { DealItemSink(goods: $0, content: content, deal: deal) },
      settling: SettlementOfDeal(judgement: judgement, record: record, silence: silence))
    switch money {
    case .purse(let purse): means.purses = [purse]
    case .till(let till): means.tills = [till]
    }
    return ExchangePerformer(
      key: keys.signing, refund: record.opening.refund, reply: keys.reply, means: means,
      peer: DealExchangeLink(peer: peer, deal: deal), arbiter: arbiter, time: time)
  }
}
