import SemperCommerce
import SemperCommunication
import SemperEngine
import SemperModel
import SemperServers
import Testing

/// Who gets to a judge's pages, and which requests do anything there.
@Suite("The door of an arbiter's desk", .serialized)
struct DeskDoorTests {
  @Test("The link lets one browser in, once; looking at it does not use it up")
  func link() async throws {
    try await OpenDesk.run { desk in
      var judge = try desk.browser()
      #expect(try await judge.get(desk.place).status == 403)
      for _ in 0..<2 {
        let page = DeskPageTests.html(try await judge.get("\(desk.place)/enter/\(desk.secret)"))
        #expect(page.contains("lets one person in"))
        PageStructure.check(page, "en", "the way in")
      }
      #expect(try await judge.get("\(desk.place)/enter/\(String(desk.secret.reversed()))").status == 404)
      #expect(try await judge.post("\(desk.place)/enter", ["secret": String(desk.secret.reversed())]).status == 404)
      let entered = try await judge.post("\(desk.place)/enter", ["secret": desk.secret])
      let cookie = try #require(entered.headers["set-cookie"])
      #expect(entered.status == 303 && entered.headers["location"] == "\(desk.place)?lang=en")
      #expect(cookie.hasSuffix("; Path=\(desk.place); HttpOnly; SameSite=Strict"), "\(cookie)")
      #expect(try await judge.get(desk.place).status == 200)

      // Somebody else with the same link, and without.
      var thief = try desk.browser()
      let second = try await thief.post("\(desk.place)/enter", ["secret": desk.secret])
      #expect(second.status == 403 && second.headers["set-cookie"] == nil)
      #expect(DeskPageTests.html(second).contains("The link was used before"))
      #expect(desk.log.text.contains("the link to the desk was shown again"))
      thief.cookie = "desk=" + desk.secret
      for path in [desk.place, desk.casePath, desk.casePath + "/dossier.html", desk.casePath + "/dossier.json"] {
        #expect(try await thief.get(path).status == 403, "\(path)")
      }
      // A second cookie of the name, which another program on the machine may have set, keeps nobody out.
      judge.cookie = "desk=other; " + (judge.cookie ?? "")
      #expect(try await judge.get(desk.place).status == 200)

      #expect(try await judge.post("\(desk.place)/leave", [:]).status == 403)
      #expect(try await judge.get(desk.place).status == 403)
      let session = cookie.split(separator: ";")[0].dropFirst("desk=".count)
      for secret in [desk.secret, String(session)] { #expect(!desk.log.text.contains(secret), "at the finest level") }
    }
  }

  @Test("A link is good for ten minutes, and whoever is away for half an hour is not in any more")
  func times() async throws {
    try await OpenDesk.run { desk in
      var judge = try await desk.judge()
      desk.time.advance(by: Span(seconds: 1_800))
      #expect(try await judge.get(desk.place).status == 200)
      desk.time.advance(by: Span(seconds: 1_801))
      #expect(try await judge.get(desk.place).status == 403)
      #expect(try await judge.post("\(desk.place)/enter", ["secret": desk.secret]).status == 403)
    }
    try await OpenDesk.run { desk in
      var late = try desk.browser()
      desk.time.advance(by: Span(seconds: 601))
      let reply = try await late.post("\(desk.place)/enter", ["secret": desk.secret])
      #expect(reply.status == 403 && DeskPageTests.html(reply).contains("The link is too old"))
    }
  }

  @Test("A request for another host, or a form of another page, session, case or content, does nothing")
  func forgeries() async throws {
    try await OpenDesk.run { desk in
      var judge = try await desk.judge()
      let form = try #require(DeskBrowser.fields(try await judge.get(desk.casePath), to: "/check"))
      let typed = ["ruling": "pay", "amount": "1.00", "finding": "Right."]
      let filled = form.fields.merging(typed) { $1 }
      let confirm = try #require(DeskBrowser.fields(try await judge.post(form.action, filled), to: "/ruling"))

      // A name of the attacker's that leads to this machine.
      for host in ["attacker.example", "localhost:1", "127.0.0.1"] {
        var rebound = judge
        rebound.host = host
        for reply in [
          try await rebound.get(desk.casePath), try await rebound.post(confirm.action, confirm.fields),
        ] {
          #expect(
            reply.status == 421 && !DeskPageTests.html(reply).replacing(desk.casePath, with: "").contains(desk.place))
        }
      }
      // A page of somebody else's, or one that hides what it is.
      for origin in ["http://attacker.example", "null", "\(try desk.address)0", nil] {
        var other = judge
        other.origin = origin
        #expect(try await other.post(confirm.action, confirm.fields).status == 403, "\(origin ?? "none")")
        #expect(try await other.post("\(desk.place)/leave", [:]).status == 403)
      }
      var plain = judge
      plain.contentType = "text/plain"
      #expect(try await plain.post(confirm.action, confirm.fields).status == 400)
      var stranger = judge
      stranger.cookie = nil
      #expect(try await stranger.post(confirm.action, confirm.fields).status == 403)
      #expect(try await judge.get("/" + String(desk.place.dropFirst().reversed())).status == 404)

      // What was shown is what is ruled: no other amount, words, kind, state, and no form for something else.
      for change in [
        ["amount": "2.00"], ["finding": "Wrong."], ["ruling": "dismiss"], ["state": "x"], ["seal": "x"],
        ["seal": form.fields["seal"] ?? ""],
      ] {
        let reply = try await judge.post(confirm.action, confirm.fields.merging(change) { $1 })
        #expect(reply.status == 403, "\(change)")
      }
      #expect(
        try await judge.post(form.action, filled.merging(["seal": confirm.fields["seal"] ?? ""]) { $1 }).status == 403)
      let body = FormText.write(confirm.fields)
      for wrong in [
        "", "x", body + "&more=1", body + "&amount=1.00", body.replacing("ruling=pay", with: "ruling=all"),
        body.replacing("&seal=", with: "&SEAL="), body + "%",
      ] {
        #expect(try await judge.post(confirm.action, body: wrong).status == 400, "\(wrong)")
      }
      #expect(try await judge.post(confirm.action, body: body + String(repeating: "a", count: 33 << 10)).status == 413)
      #expect(try await desk.dispute().stage == .judging, "nothing was ruled")
      #expect(try await judge.post(confirm.action, confirm.fields).status == 303, "the form itself is good")
    }
  }
}
