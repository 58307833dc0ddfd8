import Foundation
import Testing

extension SemperProgram.Run {
  /// Of a statement of account: amount → the bills or deals that movements of it are for, in their order.
  func named(_ subject: String) throws -> [String: [String]] {
    let lines = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[String: Any]])
    var named: [String: [String]] = [:]
    for line in lines {
      let amount = try #require((line["amount"] as? [String: Any])?["amount"] as? String)
      for payment in try #require(line["payments"] as? [[String: Any]]) {
        #expect(payment["payment"] is String && payment["title"] is String, "\(output)")
        guard let sale = payment[subject] as? String else { continue }
        named[amount.replacingOccurrences(of: "-", with: ""), default: []].append(sale)
      }
    }
    return named
  }
}
