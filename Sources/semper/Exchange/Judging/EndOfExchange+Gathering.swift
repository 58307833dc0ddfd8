import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCredentials
import SemperCryptography
import SemperExchange
import SemperModel
import SemperServers
import SemperStatements

extension EndOfExchange {
  /// Looks at an exchange from outside, when nothing moves any more. Also tells which files hold evidence.
  static func gather(
    _ stage: ExchangeStage, cell: CellSetup
  ) async throws -> (end: EndOfExchange, evidence: [String]) {
    var end = EndOfExchange()
    var evidence = [String]()
    for role in ExchangeRole.allCases {
      let file = stage.home(ExchangeSideName(role, in: cell)) + "/evidence.json"
      guard let bytes = FileManager.default.contents(atPath: file) else { continue }
      end.bundles[role] = Array(bytes)
      evidence.append(file)
    }
    guard
      let bundle = end.bundles.values.lazy.compactMap({
        try? ExchangeBundle(canonicalBytes: $0, limits: ExchangeBundle.limits)
      }).first
    else { return (end, evidence) }
    for bank in await stage.banks {
      end.locks += try await LockWatch(bank: try await stage.address(bank))
        .waitUntilEnded(exchange: bundle.terms.id, patience: .seconds(5))
    }
    if await stage.needsIssuer {
      end.credentials = try await credentials(bundle, at: try await stage.address("issuer"))
    }
    for item in bundle.items where isOpened(item, in: cell, on: stage) { end.opened.insert(item.path) }
    return (end, evidence)
  }

  /// Whether the receiver's disk holds what the giver's does.
  private static func isOpened(_ item: DescribedItem, in cell: CellSetup, on stage: ExchangeStage) -> Bool {
    let named = item.path.split(separator: "/").first.map(String.init) ?? ""
    guard let giver = ExchangeSideName(rawValue: named),
      let number = cell.places(of: giver).firstIndex(of: item.path)
    else { return false }
    let given = stage.goods.place(giver, "\(number + 1)")
    let received = stage.home(giver.other) + "/received/" + item.path
    switch item.description {
    case .checkedData, .data: return GoodsOnDisk.are(given, in: received)
    case .mail: return FileManager.default.contentsEqual(atPath: given, andPath: received)
    case .statement, .certificate, .credential, .lock, .bond, .reversibleLock, .unsecured: return false
    }
  }

  /// What the registry says of the credentials that were committed to.
  private static func credentials(_ bundle: ExchangeBundle, at issuer: Address) async throws -> [RegistryEntry] {
    let transport = try HTTPClientTransport()
    var entries = [RegistryEntry]()
    do {
      for terms in try bundle.statusTerms {
        let reply = try await transport.send(
          Request(.get, "/entries/\(Base64URL.encode(terms.documentDigest.bytes))"), to: issuer, largest: 64 << 10,
          within: Span(seconds: 15))
        if reply.status == 200 { entries.append(try reply.value(largest: 64 << 10)) }
      }
      try await transport.shutdown()
    } catch {
      try? await transport.shutdown()
      throw error
    }
    return entries
  }
}
