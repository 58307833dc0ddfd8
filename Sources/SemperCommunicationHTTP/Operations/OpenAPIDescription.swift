import SemperCoding
import SemperCommunication

/// The routes of a role as an OpenAPI 3.1 document.
enum OpenAPIDescription {
  static func make(title: String, routes: [Route]) -> JSON {
    let paths = Dictionary(grouping: routes, by: \.pattern).map { pattern, routes in
      (pattern, JSON.object(JSONObject(routes.map { ($0.method.rawValue.lowercased(), operation($0)) })))
    }
    return .fields([
      "components": .fields(["responses": .fields(["problem": problem])]),
      "info": .fields(["title": title.json, "version": "1".json]),
      "openapi": "3.1.0".json,
      "paths": .object(JSONObject(paths)),
    ])
  }

  private static func operation(_ route: Route) -> JSON {
    let names = route.pattern.split(separator: "/").filter { $0.hasPrefix("{") }.map {
      String($0.dropFirst().dropLast())
    }
    return .fields([
      "parameters": names.isEmpty
        ? nil
        : .array(
          names.map {
            .fields([
              "in": "path".json, "name": $0.json, "required": true.json, "schema": .fields(["type": "string".json]),
            ])
          }),
      "requestBody": route.method == .get
        ? nil
        : .fields([
          "content": .fields(["*/*": .fields([:])]), "description": "At most \(route.limits.body) bytes.".json,
        ]),
      "responses": .fields([
        "200": .fields(["description": "The answer.".json]),
        "default": .fields(["$ref": "#/components/responses/problem".json]),
      ]),
      "summary": route.summary.json,
    ])
  }

  private static var problem: JSON {
    let text: JSON = .fields(["type": "string".json])
    return .fields([
      "content": .fields([
        "application/problem+json": .fields([
          "schema": .fields([
            "properties": .fields([
              "blame": text, "code": text, "detail": text, "status": .fields(["type": "integer".json]), "title": text,
              "type": text,
            ]),
            "required": ["blame", "code", "detail", "status", "title", "type"].json,
            "type": "object".json,
          ])
        ])
      ]),
      "description": "A refusal as RFC 9457 problem details.".json,
    ])
  }
}
