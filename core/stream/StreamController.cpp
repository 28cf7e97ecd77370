// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/StreamController.h"

#include "stream/QueuedObserver.h"
#include "stream/StreamControllerImpl.h"

namespace rivulet::stream {

StreamController::StreamController(ConnectionPool& pool, const domain::Clock& clock, Random random,
                                   QObject* parent)
    : QObject(parent)
    , m(std::make_unique<Impl>(*this, pool, clock, std::move(random))) {}

StreamController::~StreamController() = default;

void StreamController::start(StreamRequest request) {
    m->start(std::move(request), {}, {});
}

void StreamController::reconnectTo(StreamRequest request, const domain::Message& answer,
                                   const QString& note) {
    m->reconnectTo(std::move(request), answer, note);
}

void StreamController::continueFrom(StreamRequest request, const QString& text, const QString& thinking) {
    m->start(std::move(request), text, thinking);
}

void StreamController::pause() {
    if (isRunning(m->state)) {
        m->setReveal(Reveal::Held);
    }
}

void StreamController::pauseWire() {
    if (isRunning(m->state)) {
        m->setReveal(Reveal::WireHeld);
    }
}

void StreamController::resume() {
    m->setReveal(Reveal::Flowing);
}

void StreamController::cancel() {
    m->cancel();
}

void StreamController::disconnectFromServer(const domain::Failure& reason) {
    m->disconnect(reason);
}

void StreamController::reconnect(const domain::Secret& key) {
    m->reconnect(key);
}

StreamState StreamController::state() const {
    return m->state;
}

Reveal StreamController::reveal() const {
    return m->reveal;
}

const domain::StreamStats& StreamController::stats() const {
    return m->stats;
}

const QString& StreamController::text() const {
    return m->text;
}

const QString& StreamController::thinking() const {
    return m->thinking;
}

const std::optional<domain::Ending>& StreamController::ending() const {
    return m->ending;
}

const domain::StreamMetadata& StreamController::metadata() const {
    return m->metadata;
}

int StreamController::requests() const {
    return m->requests;
}

int StreamController::attempts() const {
    return m->attempts;
}

QString StreamController::resumeNote() const {
    return m->resumeNote();
}

int StreamController::mostTries() const {
    return m->mostTries();
}

qsizetype StreamController::countedFrom() const {
    return m->countedFrom();
}

std::optional<domain::Clock::Instant> StreamController::retryAt() const {
    return m->retryAt;
}

std::optional<domain::Failure> StreamController::retryReason() const {
    return m->retryReason;
}

const std::optional<domain::Progress>& StreamController::progress() const {
    return m->progress;
}

std::optional<domain::Clock::Instant> StreamController::waitsForWholeSince() const {
    return m->waitsForWholeSince();
}

std::chrono::milliseconds StreamController::silence() const {
    return m->silence();
}

StreamController::Registration StreamController::addObserver(domain::StreamObserver& observer,
                                                             Delivery delivery) {
    std::shared_ptr<Registration::Entry> entry;
    if (delivery == Delivery::Direct) {
        entry = std::make_shared<DirectObserver>(observer);
    } else {
        entry = QueuedObserver::make(observer);
    }
    m->outbox->observers().add(entry);
    return Registration(std::move(entry));
}

} // namespace rivulet::stream
