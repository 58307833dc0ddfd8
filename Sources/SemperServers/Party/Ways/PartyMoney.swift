import SemperArchive
import SemperBank
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments

/// A party's purse and tills at its banks.
struct PartyMoney: Sendable {
  let agreement: PartyAgreement
  let counterparts: PartyCounterparts
  let keys: PartyKeys
  let records: any Records
  let transport: any Transport
  let time: any TimeSource

  /// Opens the accounts, finishes what an earlier start has begun, and takes as much out in coins as the exchange costs.
  func prepare() async throws {
    for bank in counterparts.banks {
      let client = client(bank)
      try await AuthorityClient.patiently(time) {
        let currency = try await client.keys(now: await time.now()).currency
        _ = try await client.openAccount(
          for: keys.account, currency: currency, operation: EcashPurse.systemOperation(), now: await time.now())
      }
    }
    guard let purse = try purse(nil) else { return }
    try await AuthorityClient.patiently(time) {
      _ = try await purse.recover()
      let available = try await purse.balance().available
      guard let missing = try cost()?.subtracting(available), missing.minorUnits > 0 else { return }
      try await purse.withdraw(missing)
    }
  }

  /// The purse that pays in coins what this party gives; `nil` for a party that gives none.
  func purse(_ number: Nonce?) throws -> EcashPurse? {
    guard let first = agreement.gives.compactMap(\.coins).first else { return nil }
    return EcashPurse(
      records: records, client: client(try counterparts.bank(at: first.bank)), seed: keys.purse, account: keys.account,
      keys: PartyPurseKeys(refund: number.map(keys.refund), arbiter: counterparts.arbiter?.key), time: time)
  }

  /// What pays in an exchange, at each bank.
  func purses(_ number: Nonce) throws -> [any LockingPurse] {
    let coins = try purse(number)
    return counterparts.banks.map { bank in
      PartyBankPurse(
        coins: coins?.ledger == bank.key.thumbprint ? coins : nil, account: account(at: bank, number))
    }
  }

  /// What is paid in an exchange, at each bank.
  func tills(_ number: Nonce) -> [any LockingTill] {
    let arbiterKey = arbiterKey
    return counterparts.banks.map { bank in
      PartyBankTill(
        coins: EcashTill(
          records: records, client: client(bank), key: keys.signing(number), account: keys.account.thumbprint,
          time: time, arbiterKey: arbiterKey),
        account: account(at: bank, number))
    }
  }

  private func account(at bank: RoleDescription, _ number: Nonce) -> AccountPurse {
    AccountPurse(
      desk: AccountLockClient(transport: transport, address: bank.address, bank: bank.key), account: keys.account,
      payee: keys.signing(number), refund: keys.refund(number), time: time, arbiterKey: arbiterKey)
  }

  private var arbiterKey: @Sendable (Thumbprint) async throws -> PublicKey? {
    let arbiter = counterparts.arbiter?.key
    return { $0 == arbiter?.thumbprint ? arbiter : nil }
  }

  private func cost() throws -> Money? {
    let costs = agreement.gives.compactMap(\.coins)
    guard Set(costs.map(\.bank)).count < 2 else {
      throw ServerError(.options, "a party pays in coins of one bank: give its coins from one")
    }
    guard let first = costs.first else { return nil }
    return try costs.dropFirst().reduce(first.amount) { sum, cost in
      guard let sum = sum.adding(cost.amount) else {
        throw ServerError(.options, "the sums that the party gives cannot be added")
      }
      return sum
    }
  }

  private func client(_ bank: RoleDescription) -> MintClient {
    MintClient(
      transport: transport, address: bank.address, mint: bank.key, auditors: .certified(by: counterparts.roots))
  }
}
