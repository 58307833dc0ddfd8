import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting
import Testing

/// The cells as people read of them, and what a proposal refuses.
@Suite struct FigureCellTests {
  @Test(arguments: FigureCell.allCases)
  func aCellIsTheSameWhoeverProposes(_ cell: FigureCell) throws {
    let (one, other) = (Self.descriptions(cell.proposer), Self.descriptions(cell.invited, hasBond: cell.plan.needsBond))
    #expect(try FigureCell(one, for: other) == cell)
    #expect(try FigureCell(other, for: one) == cell)
  }

  @Test func nothingForNothingIsNoCell() {
    #expect(throws: Refusal.self) { try FigureCell([], for: []) }
    #expect(throws: Refusal.self) { try FigureCell([.unsecured(document: "a parcel".documentDigest)], for: []) }
  }

  @Test func transfersAreNoProposal() {
    #expect(code { try Self.proposal([.money], []) } == .outsideTerms)
  }

  @Test func dataForDataNeedsTheArbiterOrABond() {
    #expect(code { try Self.proposal([.large], [.large]) } == .outsideTerms)
    #expect(code { try Self.proposal([.small], [.small], PlanWish(arbiterMaySeeData: false)) } == .outsideTerms)
    #expect(code { try Self.proposal([.small], [.small]) } == nil)
  }

  /// The responder could not take the first lock back.
  @Test func aResponderLocksOnceAtTheMost() {
    #expect(code { try Self.proposal([.money, .more], [.receipt]) } == .outsideTerms)
    #expect(code { try Self.proposal([.money, .more], [.money]) } == nil)
  }

  @Test func aPlaceIsNamedOnce() {
    #expect(code { try Self.proposal([.receipt, .receipt], [.receipt]) } == .outsideTerms)
  }

  @Test func termsWithoutABondAreNotCompensated() async throws {
    let row = CellCase(.informationExchange, [.large], [.large], PlanWish(atLeast: .compensated, offersBond: true))
    await #expect(throws: Refusal.self) { try await CellRun(row) }
  }

  private func code(_ body: () throws -> ExchangeProposal) -> RefusalCode? {
    do {
      _ = try body()
      return nil
    } catch { return (error as? Refusal)?.code }
  }

  private static func proposal(
    _ proposer: [Ware], _ invited: [Ware], _ wish: PlanWish = PlanWish()
  ) throws -> ExchangeProposal {
    var numbers = SeededNumbers(1)
    func items(_ wares: [Ware], _ side: String) -> [DescribedItem] {
      zip(wares, descriptions(wares.map(\.itemClass))).map { ware, description in
        DescribedItem(path: "\(side)/\(ware.rawValue)", salt: Nonce(using: &numbers), description: description)
      }
    }
    return try ExchangeProposal(proposer: items(proposer, "p"), invited: items(invited, "i"), wish: wish)
  }

  private static func descriptions(_ classes: [ItemClass], hasBond: Bool = false) -> [ItemDescription] {
    let (document, key) = ("a document".documentDigest, SigningKey().thumbprint)
    let content: JSON = .fields(["length": 70_000.json, "root": document.json])
    guard let price = try? Money("5.00", Currency(code: "EUR")), let content = try? ContentRoot(json: content) else {
      preconditionFailure("these are a price and a content")
    }
    return classes.map { itemClass in
      switch itemClass {
      case .statement: .statement(document: document)
      case .revocable: .credential(document: document, issuer: key, registry: key)
      case .lock:
        hasBond
          ? .bond(amount: price, payee: key, ledger: key) : .lock(amount: price, payee: key, ledger: key)
      case .reversibleLock:
        .reversibleLock(amount: price, payee: key, ledger: key, settlement: Span(seconds: 90_000))
      case .mail: .mail(length: 70_000)
      case .checkedData: .checkedData(content)
      case .data: .data(content)
      case .unsecured: .unsecured(document: document)
      }
    }
  }
}
