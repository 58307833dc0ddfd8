public import SemperCommerce
import SemperEcash
import SemperEngine
import SemperModel
import SemperTerms

extension WalletHome {
  /// Answers a question; may be asked at any time, also while deals run.
  public func answer(_ question: WalletQuestion) async throws -> WalletAnswer {
    let now = await time.now()
    switch question {
    case .balance:
      return .balance(
        WalletMoney(
          account: try await accountBalance(), card: try await cardBalance(), chip: try await chipBalance(),
          purse: try await purse.balance(),
          spentElsewhere: try await purse.spentElsewhere(), fees: try await purse.fees()))
    case .deals: return .deals(try await deals.all().compactMap(DealSummary.init))
    case .deal(let deal): return .deal(try await shown(deals.restored(deal)))
    case .rights: return .rights(try await deals.rights().map { WalletRight($0, at: now) })
    case .present(let showing): return .presented(try await deals.present(showing, at: now))
    }
  }

  /// A deal of this wallet with its evidence.
  public func shown(_ machine: DealMachine) async throws -> ShownDeal {
    guard let summary = DealSummary(machine) else {
      throw WalletError(.notFound, .errorDeal)
    }
    return ShownDeal(
      summary: summary, goods: try await goods(of: summary.deal), bundle: try await bundle(of: summary.deal),
      paymentMilliseconds: deals.clock.milliseconds(of: .payment, in: summary.deal),
      appraisal: try await deals.appraisal(of: summary.deal))
  }
}
