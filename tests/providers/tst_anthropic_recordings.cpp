// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include <QDirIterator>
#include <QFile>
#include <QTest>

namespace rivulet::providers {

/// That the recordings of the Messages API leave out nothing that the protocol has: the golden tests hold
/// what each of them means.
class TestAnthropicRecordings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void holdsEveryType_data();
    void holdsEveryType();
    void holdsEveryReasonToStop_data();
    void holdsEveryReasonToStop();
    void holdsEveryStatus_data();
    void holdsEveryStatus();

private:
    QByteArray m_all;
};

void TestAnthropicRecordings::initTestCase() {
    QDirIterator files(QStringLiteral(RIVULET_TEST_DATA "/anthropic"), {QStringLiteral("*.recording")},
                       QDir::Files);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_all += file.readAll();
    }
    QVERIFY(!m_all.isEmpty());
}

void TestAnthropicRecordings::holdsEveryType_data() {
    QTest::addColumn<QByteArray>("type");
    for (const char* const type :
         {// events
          "message_start", "content_block_start", "content_block_delta", "content_block_stop",
          "message_delta", "message_stop", "ping", "error", "message",
          // blocks
          "text", "thinking", "redacted_thinking", "tool_use", "server_tool_use", "mcp_tool_use",
          "web_search_tool_result", "web_fetch_tool_result", "code_execution_tool_result",
          "bash_code_execution_tool_result", "text_editor_code_execution_tool_result",
          "tool_search_tool_result", "mcp_tool_result", "container_upload", "compaction", "fallback",
          // what is in them
          "web_search_result", "web_search_tool_result_error", "web_fetch_result",
          "web_fetch_tool_result_error", "code_execution_result", "encrypted_code_execution_result",
          "bash_code_execution_result", "bash_code_execution_tool_result_error",
          "text_editor_code_execution_tool_result_error", "tool_search_tool_result_error",
          // deltas
          "text_delta", "thinking_delta", "signature_delta", "input_json_delta", "citations_delta",
          "compaction_delta",
          // citations
          "char_location", "page_location", "content_block_location", "web_search_result_location",
          "search_result_location",
          // errors
          "invalid_request_error", "authentication_error", "billing_error", "permission_error",
          "not_found_error", "conflict_error", "request_too_large", "rate_limit_error", "api_error",
          "timeout_error", "overloaded_error", "server_error"}) {
        QTest::newRow(type) << QByteArray(type);
    }
}

void TestAnthropicRecordings::holdsEveryType() {
    QFETCH(const QByteArray, type);
    // The recorded text is JSON inside JSON.
    QVERIFY(m_all.contains(R"(\"type\":\")" + type + R"(\")"));
}

void TestAnthropicRecordings::holdsEveryReasonToStop_data() {
    QTest::addColumn<QByteArray>("reason");
    for (const char* const reason : {"end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn",
                                     "refusal", "model_context_window_exceeded", "compaction"}) {
        QTest::newRow(reason) << QByteArray(reason);
    }
}

void TestAnthropicRecordings::holdsEveryReasonToStop() {
    QFETCH(const QByteArray, reason);
    QVERIFY(m_all.contains(R"(\"stop_reason\":\")" + reason + R"(\")"));
}

void TestAnthropicRecordings::holdsEveryStatus_data() {
    QTest::addColumn<int>("status");
    for (const int status : {400, 401, 402, 403, 404, 409, 413, 429, 500, 503, 504, 529}) {
        QTest::newRow(QByteArray::number(status)) << status;
    }
}

void TestAnthropicRecordings::holdsEveryStatus() {
    QFETCH(const int, status);
    QVERIFY(m_all.contains("\"status\":" + QByteArray::number(status) + ','));
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestAnthropicRecordings)
#include "tst_anthropic_recordings.moc"
