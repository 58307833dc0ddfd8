public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperEngine
public import SemperModel
import SemperPayments

/// A payer's coins at one mint, in one currency.
///
/// Every coin comes from the seed, every order is durable before it is sent, and the same bytes are sent until the mint's
/// signed answer is there; so a crash at any moment loses nothing, and a lost wallet is restored from the seed. Calls may
/// run at the same time: coins are set aside in one transaction.
///
/// A thrown `Refusal` is final and the coins are free again. Any other error leaves the order open: `recover()` or the same
/// call finishes it.
public struct EcashPurse: Sendable {
  let records: any Records
  let client: MintClient
  let seed: CoinSeed
  let account: SigningKey
  let keys: any PurseKeys
  let time: any TimeSource
  let drawOperation: @Sendable () -> ID<Operation>
  let keyLists = KeyListCache()

  /// - Parameters:
  ///   - seed: 32 bytes or more that belong to this purse alone.
  ///   - account: the key of the bank account that withdrawals come from and own deposits go to.
  ///   - drawOperation: a fresh random id each time.
  public init(
    records: any Records, client: MintClient, seed: [UInt8], account: SigningKey, keys: any PurseKeys,
    time: any TimeSource, drawOperation: @escaping @Sendable () -> ID<Operation> = Self.systemOperation
  ) {
    self.records = records
    self.client = client
    self.seed = CoinSeed(seed)
    self.account = account
    self.keys = keys
    self.time = time
    self.drawOperation = drawOperation
  }

  /// An id from the system's generator.
  @Sendable public static func systemOperation() -> ID<Operation> {
    var generator = SystemRandomNumberGenerator()
    return ID(using: &generator)
  }

  // MARK: What it holds

  public func balance() async throws -> PurseBalance {
    let currency = try await mintKeys().currency
    return try await records.read { reader in
      let free = try PurseBook.freeCoins(reader)
      let held = try PurseBook.openOrders(reader).flatMap(\.inputs)
      return PurseBalance(
        available: Money(minorUnits: free.reduce(0) { $0 + $1.units }, currency),
        inFlight: Money(minorUnits: held.reduce(0) { $0 + $1.units }, currency), coins: free.count)
    }
  }

  /// What the mint asks for a coin that is made now, at most.
  public func fees() async throws -> CoinFees {
    try await mintKeys().issuing(at: time.now()).values.map(\.fees).reduce(.none) { most, fees in
      CoinFees(
        withdraw: max(most.withdraw, fees.withdraw), deposit: max(most.deposit, fees.deposit),
        refresh: max(most.refresh, fees.refresh))
    }
  }

  /// Finished orders from a number on (the first has number 0), oldest first.
  public func history(from first: Int = 0, limit: Int = 100) async throws -> [PurseEntry] {
    try await records.read { reader in
      try reader.entries(of: PurseTables.finished, from: first, limit: limit).compactMap { bytes in
        try PurseBook.entry(ID(bytes: bytes), reader)
      }
    }
  }

  /// The coins that it has lost to somebody with the same seed, with the proofs.
  public func spentElsewhere() async throws -> [CoinSpentElsewhere] {
    try await records.read { try PurseBook.spentElsewhere($0) }
  }

  // MARK: Calls

  /// Turns balance at the bank into coins.
  @discardableResult
  public func withdraw(_ amount: Money) async throws -> VerifiedStatement<MintReceipt> {
    let details = OrderDetails(account: account.thumbprint)
    do {
      return try await carryOutMovingAside { try await open(.withdraw, amount, details: details) }.receipt()
    } catch let refusal as Refusal where refusal.code == .expired {
      // The key is not used any more. The refusal has had the newest list fetched, and nothing was taken from the account.
      return try await carryOutMovingAside { try await open(.withdraw, amount, details: details) }.receipt()
    }
  }

  /// The same, recognised when it is asked for again. Gives the mint's signed word, be it a receipt or its refusal for good;
  /// throws a `Refusal` when nothing was sent.
  func withdraw(_ amount: Money, call: [UInt8]) async throws -> SignedStatement {
    try await answer(to: call) {
      try await open(.withdraw, amount, details: OrderDetails(account: account.thumbprint), call: call)
    }
  }

  /// Pays coins into an account, or all there are where no amount is given; likewise recognised and answered.
  func deposit(
    _ amount: Money?, to payee: Thumbprint?, reference: Digest?, call: [UInt8]
  ) async throws -> SignedStatement {
    let details = OrderDetails(account: payee ?? account.thumbprint, reference: reference)
    return try await answer(to: call) {
      let units = if let amount { amount } else { try await balance().available }
      guard units.minorUnits > 0 else {
        throw Refusal(.insufficientFunds, blame: .us, "the purse holds nothing")
      }
      return try await openSpending(.deposit, units, details: details, call: call)
    }
  }

  /// What the call came to before; else the order that it opens is carried out.
  private func answer(
    to call: [UInt8], _ open: () async throws -> PurseOrder
  ) async throws -> SignedStatement {
    if let done = try await entry(call: call) { return done.answer }
    do {
      return try await carryOutMovingAside(open).signed
    } catch let refusal as Refusal {
      guard let done = try await entry(call: call) else { throw refusal }
      return done.answer
    }
  }

  /// Pays coins into an account, by default the purse's own. The receipt is evidence for payer and payee.
  @discardableResult
  public func deposit(
    _ amount: Money, to payee: Thumbprint? = nil, reference: Digest? = nil
  ) async throws -> VerifiedStatement<MintReceipt> {
    let details = OrderDetails(account: payee ?? account.thumbprint, reference: reference)
    return try await carryOutMovingAside { try await openSpending(.deposit, amount, details: details) }.receipt()
  }

  /// Finishes every open order. Call it after a start; what could not be finished stays open and is reported.
  public func recover() async throws -> [PurseRecovery] {
    var reports = [PurseRecovery]()
    for order in try await records.read({ try PurseBook.openOrders($0) }) {
      let end: PurseRecovery.End
      do {
        end = .finished(try await carryOut(order).signed)
      } catch let refusal as Refusal {
        end = .refused(refusal)
      } catch {
        end = .unknown("\(error)")
      }
      reports.append(PurseRecovery(operation: order.operation, purpose: order.purpose.rawValue, end: end))
    }
    return reports
  }

  func mintKeys() async throws -> MintKeys {
    try await keyLists.keys(client, records, now: time.now())
  }
}
