package io.sallyport.server.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The OpenAPI document as a page to read: plain HTML, no script, every operation with what goes in
 * and what comes out.
 */
final class Reference {
  static final String CONTENT_TYPE = "text/html; charset=utf-8";

  private Reference() {}

  static byte[] page(Map<String, Object> document) {
    StringBuilder page = new StringBuilder(1 << 16);
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sallyport")
        .append(" API</title><meta name=\"viewport\" content=\"width=device-width,")
        .append(" initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><link")
        .append(
            " rel=\"stylesheet\" href=\"/style.css\"></head><body><main>\n<h1>The API</h1>\n<p>")
        .append(text(at(document, "info", "description")))
        .append("</p>\n<p>All paths begin with <code>/api/v1</code>. A program sends")
        .append(" <code>Authorization: Bearer</code> and a key; the console sends its cookie, and")
        .append(" <code>X-CSRF-Token</code> with whatever changes something. The same as a")
        .append(" document: <a href=\"/api/v1/openapi.json\">openapi.json</a>.</p>\n");
    Map<String, StringBuilder> nouns = new TreeMap<>();
    tree(document.get("paths"))
        .forEach(
            (path, methods) ->
                tree(methods)
                    .forEach(
                        (method, operation) -> {
                          Map<String, Object> of = tree(operation);
                          String noun = String.valueOf(((List<?>) of.get("tags")).get(0));
                          operation(
                              nouns.computeIfAbsent(noun, n -> new StringBuilder()),
                              method,
                              path,
                              of);
                        }));
    nouns.forEach(
        (noun, operations) ->
            page.append("<h2>").append(text(noun)).append("</h2>\n").append(operations));
    page.append("<h2>Records</h2>\n");
    tree(at(document, "components", "schemas"))
        .forEach((name, schema) -> record(page, name, tree(schema)));
    return page.append("</main></body></html>\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void operation(
      StringBuilder page, String method, String path, Map<String, Object> of) {
    page.append("<h3><code>")
        .append(method.toUpperCase(java.util.Locale.ROOT))
        .append(' ')
        .append(text(path))
        .append("</code></h3>\n<p>")
        .append(text(of.get("summary")))
        .append(' ')
        .append(text(of.getOrDefault("description", "")))
        .append("</p>\n<dl>\n");
    Object parameters = of.get("parameters");
    if (parameters instanceof List<?> list) {
      for (Object each : list) {
        Map<String, Object> parameter = tree(each);
        row(
            page,
            parameter.get("in") + ": " + parameter.get("name"),
            text(parameter.getOrDefault("description", "")));
      }
    }
    Object body = of.get("requestBody");
    if (body != null) {
      row(page, "body", content(tree(body)));
    }
    tree(of.get("responses"))
        .forEach((status, response) -> row(page, status, content(tree(response))));
    page.append("</dl>\n");
  }

  private static String content(Map<String, Object> of) {
    StringBuilder content = new StringBuilder();
    if (of.get("content") == null) {
      return "nothing";
    }
    tree(of.get("content"))
        .forEach(
            (type, media) ->
                content
                    .append(kind(tree(media).get("schema")))
                    .append(" <code>")
                    .append(text(type))
                    .append("</code> "));
    return content.toString();
  }

  private static void record(StringBuilder page, String name, Map<String, Object> schema) {
    page.append("<h3 id=\"")
        .append(text(name))
        .append("\">")
        .append(text(name))
        .append("</h3>\n<dl>\n");
    tree(schema.getOrDefault("properties", Map.of()))
        .forEach((property, type) -> row(page, property, kind(type)));
    page.append("</dl>\n");
  }

  /** A schema in a word or two, with a link where it is a record. */
  private static String kind(Object schema) {
    if (schema == null) {
      return "";
    }
    Map<String, Object> of = tree(schema);
    if (of.get("$ref") instanceof String ref) {
      String name = text(ref.substring(ref.lastIndexOf('/') + 1));
      return "<a href=\"#" + name + "\">" + name + "</a>";
    }
    if (of.get("items") != null) {
      return "list of " + kind(of.get("items"));
    }
    if (of.get("enum") instanceof List<?> words) {
      return "one of " + text(String.join(", ", words.stream().map(String::valueOf).toList()));
    }
    if (of.get("properties") != null && tree(of.get("properties")).get("items") != null) {
      return "page: " + kind(tree(of.get("properties")).get("items"));
    }
    return text(of.getOrDefault("format", of.getOrDefault("type", "anything")));
  }

  private static void row(StringBuilder page, String term, String html) {
    page.append("<dt>").append(text(term)).append("</dt><dd>").append(html).append("</dd>\n");
  }

  private static Object at(Map<String, Object> document, String first, String second) {
    return tree(document.get(first)).get(second);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(Object value) {
    return (Map<String, Object>) value;
  }

  private static String text(Object value) {
    return String.valueOf(value)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
