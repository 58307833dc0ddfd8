import Foundation
import Testing

/// A wallet orders only what is within the bounds that its person has named.
@Suite(.serialized) struct WantedGoodsTests {
  @Test("what is too long or of another type is not ordered, and what is within the bounds is bought")
  func bounds() throws {
    let demo = try OpenDemo()
    let link = try demo.link()
    for bounds in [["--longest", "10"], ["--type", "audio/wav"], ["--type", "text/html", "--longest", "10"]] {
      let refused = try demo.wallet(["buy", link, "--yes", "--json"] + bounds)
      #expect(refused.status != 0, "\(bounds): \(refused.output)")
      #expect(!refused.output.contains("\"outcome\":\"completed\""))
    }
    #expect(try demo.wallet(["deals", "--json"]).output.contains("completed") == false)
    for wrong in [["--type", "no type"], ["--longest", "0"]] {
      #expect(try demo.wallet(["buy", link, "--yes"] + wrong).status == 64, "\(wrong)")
    }
    let bought = try demo.wallet(["buy", link, "--yes", "--json", "--longest", "100000000"])
    #expect(bought.status == 0 && bought.output.contains("completed"), "\(bought.output) \(bought.errors)")
  }
}
