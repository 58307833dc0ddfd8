import SemperArchiveSQLite
public import SemperBank
import SemperCommerce
import SemperCommunicationHTTP
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel

/// What a party has at one bank: its account in the bank's words, and the coins in its purse. Looked at from outside, on a
/// home that no process has open.
public struct PartyFunds: Sendable {
  public let account: AccountState
  /// Free ones and such as an order still holds.
  public let coins: Int64

  /// The funds at each bank of the party's agreement, in its order.
  public static func look(home: String, agreementFile: String, trustFile: String) async throws -> [PartyFunds] {
    let agreement = try PartyAgreement.read(agreementFile)
    let trust = try TrustFile.read(trustFile)
    let home = try RoleHome(at: home)
    defer { try? home.close() }
    let (records, time) = (home.home.archive.records, SystemTime())
    let keys = PartyKeys(seed: try home.home.unattendedSeed())
    return try await HTTPClientTransport.scoped(trustRoots: nil) { transport in
      let counterparts = try await PartyCounterparts.find(
        agreement, trust: trust, records: records, transport: transport, time: time)
      let money = PartyMoney(
        agreement: agreement, counterparts: counterparts, keys: keys, records: records, transport: transport, time: time
      )
      let purse = try money.purse(nil)
      var funds = [PartyFunds]()
      for bank in counterparts.banks {
        let client = MintClient(
          transport: transport, address: bank.address, mint: bank.key, auditors: .certified(by: counterparts.roots))
        let account = try await client.account(of: keys.account, now: time.now())
        var coins: Int64 = 0
        if let purse, purse.ledger == bank.key.thumbprint {
          let balance = try await purse.balance()
          coins = balance.available.minorUnits + balance.inFlight.minorUnits
        }
        funds.append(PartyFunds(account: account, coins: coins))
      }
      return funds
    }
  }
}
