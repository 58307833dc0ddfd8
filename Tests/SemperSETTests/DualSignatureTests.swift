import Foundation
import SemperCryptography
import SemperModel
import SemperTesting
import Testing

@testable import SemperSET

/// The dual signature, judged by a program that knows the table of fields and nothing of this code.
@Suite struct DualSignatureTests {
  private struct Finding: Decodable, Equatable {
    var merchant = true
    var gateway = true
    var order = true
    var swapped = false
    var merchantForeign = false
    var gatewayForeign = false
  }

  @Test func eachSideVerifiesItsHalfAndRefusesAnothers() async throws {
    let market = try await Market.shared.value
    let order = try Market.order(in: market)
    let (one, other) = (try Purchase(order, in: market), try Purchase(order, in: market))
    let task: [String: Any] = [
      "message": Data(one.pReq).base64EncodedString(), "other": Data(other.pReq).base64EncodedString(),
      "key": Data(market.gatewayTransport.key.derRepresentation).base64EncodedString(),
      "order": Data(order.text).base64EncodedString(), "currency": 978, "units": order.amount.minorUnits,
    ]
    let answer = try Oracle.python("set", Array(JSONSerialization.data(withJSONObject: task)))
    #expect(try JSONDecoder().decode(Finding.self, from: Data(answer)) == Finding())
  }
}
