package io.sightline.signaling;

import io.sightline.call.CallEvent;
import io.sightline.call.CallRecorder;
import io.sightline.call.MediaPlane;
import io.sightline.chat.Chats;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.link.CodeSeal;
import io.sightline.link.Links;
import io.sightline.presence.AgentPresence;
import io.sightline.push.PushBell;
import io.sightline.push.PushServices;
import io.sightline.push.PushSubscriptions;
import io.sightline.push.VapidKeys;
import io.sightline.tenant.Conversations;
import io.sightline.testing.Domain;
import io.sightline.testing.FakeSocket;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;

/**
 * The signaling service over a real database, with a media server and a recorder that only note.
 */
final class SignalingRig implements AutoCloseable {
  final Domain domain;
  final NotedPlane plane = new NotedPlane();
  final NotedRecorder recorder = new NotedRecorder();
  final Later later = new Later();
  final ConnectedSockets sockets = new ConnectedSockets();
  final Delivery delivery;
  final SignalingService service;
  final FixedSessions fixed;
  final RecordingSwitch recordings;
  final RecordingNews news;
  final Chats chats;
  final AgentPresence presence;
  final Conversations conversations;
  final Reception reception;
  final PushSubscriptions push;
  final Caller agent;

  SignalingRig(Path home) {
    domain = new Domain(home);
    agent = Domain.user(Domain.DEMO, "agent1", Role.AGENT);
    conversations =
        domain.database.transactional(Conversations.class, domain.entities, domain.audit);
    chats =
        domain.database.transactional(
            Chats.class, domain.entities, new CodeSeal(domain.settings), domain.clock);
    ChatDesk chatDesk =
        domain.database.transactional(ChatDesk.class, domain.calls, chats, conversations);
    recordings = new RecordingSwitch(new Present<CallRecorder>(recorder), domain.consents);
    CallDesk desk =
        domain.database.transactional(
            CallDesk.class,
            domain.calls,
            domain.links,
            domain.audit,
            recordings,
            chatDesk,
            domain.clock);
    presence = domain.database.transactional(AgentPresence.class, domain.entities, domain.clock);
    PushServices services = new PushServices(domain.settings);
    push =
        domain.database.transactional(
            PushSubscriptions.class,
            domain.entities,
            new CodeSeal(domain.settings),
            services,
            domain.clock);
    RingDesk rings =
        domain.database.transactional(
            RingDesk.class,
            desk,
            domain.calls,
            presence,
            conversations,
            domain.groups,
            sockets,
            push,
            domain.audit,
            domain.clock);
    RingBell bell =
        new RingBell(
            sockets,
            rings,
            later,
            new PushBell(push, services, new VapidKeys(domain.settings, domain.clock)));
    CallLocks locks = new CallLocks();
    QueueBoard board =
        new QueueBoard(domain.groups, domain.visits, presence, sockets, locks, later);
    reception =
        domain.database.transactional(
            Reception.class,
            domain.entries,
            domain.groups,
            domain.visits,
            domain.links,
            domain.calls,
            board);
    delivery = new Delivery(sockets, new Present<MediaPlane>(plane), bell, board);
    MediaDesk media =
        domain.database.transactional(MediaDesk.class, desk, domain.calls, domain.clock);
    service =
        new SignalingService(
            desk,
            media,
            domain.database.transactional(PartyDesk.class, desk, domain.audit, domain.clock),
            domain.database.transactional(MeetingDesk.class, desk, domain.audit, domain.clock),
            chatDesk,
            rings,
            new FreeAgents(desk, rings, bell, board, domain.groups, sockets, locks, later),
            delivery,
            sockets,
            locks,
            presence,
            new Welcome(new IceServers(domain.settings, domain.clock), domain.tenants),
            later,
            domain.settings);
    fixed =
        new FixedSessions(
            service, desk, media, recordings, domain.links, delivery, sockets, later, domain.clock);
    news = new RecordingNews(sockets, desk, service, later);
  }

  Links.Invitation invite() {
    return domain.links.invite(
        agent, Domain.DEMO, new Links.Wish(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  FakeSocket connect(Caller caller) {
    FakeSocket socket = new FakeSocket(caller);
    service.connected(socket);
    return socket;
  }

  FakeSocket connectCustomer(Links.Invitation invitation) {
    return connect(domain.tokens.verify(domain.links.admit(invitation.code()).accessToken()));
  }

  void say(FakeSocket socket, String frame) {
    service.received(socket, frame.replace('\'', '"'));
  }

  void join(FakeSocket socket, UUID callId) {
    say(
        socket,
        "{'type':'join','id':'j','callId':'"
            + callId
            + "','capabilities':{'audio':['opus'],'video':['VP8']},"
            + "'media':{'audio':true,'video':true}}");
  }

  void inCall(FakeSocket socket, UUID callId, String type) {
    say(socket, "{'type':'" + type + "','id':'x','callId':'" + callId + "'}");
  }

  /** Both sides report the generation they were last told to build. */
  void establish(UUID callId, FakeSocket... each) {
    for (FakeSocket socket : each) {
      int generation = socket.last("media.path").getInt("generation");
      say(
          socket,
          "{'type':'media.established','callId':'" + callId + "','generation':" + generation + "}");
    }
  }

  @Override
  public void close() {
    domain.close();
  }

  /** Work put off, run when the test says so. */
  static final class Later extends Background {
    private final Queue<Runnable> queue = new ArrayDeque<>();

    @Override
    public void run(Runnable work) {
      synchronized (queue) {
        queue.add(work);
      }
    }

    @Override
    public void later(Duration delay, Runnable work) {
      run(work);
    }

    void runAll() {
      for (Runnable work = next(); work != null; work = next()) {
        work.run();
      }
    }

    private Runnable next() {
      synchronized (queue) {
        return queue.poll();
      }
    }
  }

  /** Offers text that names the session; keeps what it was asked. */
  static final class NotedPlane implements MediaPlane {
    final List<UUID> open = new ArrayList<>();
    final List<String> answers = new ArrayList<>();
    final Map<UUID, Integer> negotiations = new HashMap<>();
    List<UUID> held = List.of();
    boolean away;

    @Override
    public synchronized ForwardedOffer offer(ForwardedSession self, List<ForwardedSession> all)
        throws MediaUnavailableException {
      if (away) {
        throw new MediaUnavailableException("away", null);
      }
      if (!all.contains(self)) {
        throw new AssertionError("self is not among all");
      }
      if (!open.contains(self.sessionId())) {
        open.add(self.sessionId());
      }
      int negotiation = negotiations.merge(self.sessionId(), 1, Integer::sum);
      return new ForwardedOffer(
          self.sessionId(), negotiation, "offer " + self.sessionId(), List.of(), List.of());
    }

    @Override
    public synchronized void answer(UUID sessionId, int negotiation, String sdp)
        throws InvalidDescriptionException {
      if (sdp.contains("a=crypto")) {
        throw new InvalidDescriptionException("SDES is refused.");
      }
      answers.add(sessionId + " " + negotiation);
    }

    @Override
    public synchronized Optional<ForwardedOffer> restart(UUID sessionId) {
      if (!open.contains(sessionId)) {
        return Optional.empty();
      }
      int negotiation = negotiations.merge(sessionId, 1, Integer::sum);
      return Optional.of(
          new ForwardedOffer(sessionId, negotiation, "restart " + sessionId, List.of(), List.of()));
    }

    @Override
    public synchronized FixedAnswer accept(
        ForwardedSession self, List<ForwardedSession> all, FixedOffer offer)
        throws InvalidDescriptionException, MediaUnavailableException {
      if (away) {
        throw new MediaUnavailableException("away", null);
      }
      if (offer.sdp().contains("nothing known")) {
        throw new UnacceptableDescriptionException("Offer VP8.");
      }
      open.add(self.sessionId());
      return new FixedAnswer(
          "answer", "\"1\"", offer.publishes() ? List.of("microphone", "camera") : List.of());
    }

    @Override
    public Optional<FixedFragment> trickle(UUID sessionId, String fragment) {
      return Optional.of(new FixedFragment(null, "\"1\""));
    }

    @Override
    public synchronized void arrange(UUID callId, List<ForwardedSession> all) {
      held =
          all.stream()
              .filter(ForwardedSession::held)
              .map(ForwardedSession::participantId)
              .distinct()
              .toList();
    }

    @Override
    public synchronized void release(UUID sessionId) {
      open.remove(sessionId);
    }

    @Override
    public synchronized void releaseCall(UUID callId) {
      open.clear();
    }
  }

  /** One recording of each type at a time a call, in memory. */
  static final class NotedRecorder implements CallRecorder {
    private record Key(UUID callId, Type type) {}

    final Map<Key, RunningRecording> running = new HashMap<>();
    final List<CallEvent> events = new ArrayList<>();
    boolean screens = true;
    final List<String> log = new ArrayList<>();
    String refusal;

    @Override
    public synchronized RunningRecording start(
        UUID callId, String tenantId, String requestedBy, Type type)
        throws RecordingRefusedException {
      if (refusal != null) {
        throw new RecordingRefusedException(refusal, "No room.");
      }
      log.add("start " + (type == Type.SCREEN ? type.word() : requestedBy));
      return running.computeIfAbsent(
          new Key(callId, type),
          key -> new RunningRecording(UUID.randomUUID(), "recording", type.word(), Instant.EPOCH));
    }

    @Override
    public synchronized void pause(UUID callId) {
      log.add("pause");
    }

    @Override
    public synchronized void resume(UUID callId) {
      log.add("resume");
    }

    @Override
    public boolean takes(String tenantId, Type type) {
      return type != Type.SCREEN || screens;
    }

    @Override
    public synchronized void stop(UUID callId) {
      for (Type type : Type.values()) {
        stop(callId, type);
      }
    }

    @Override
    public synchronized void stop(UUID callId, Type type) {
      if (running.remove(new Key(callId, type)) != null) {
        log.add(type == Type.SCREEN ? "stop screen" : "stop");
      }
    }

    @Override
    public synchronized void annotate(UUID callId, CallEvent event) {
      if (running.keySet().stream().anyMatch(key -> key.callId().equals(callId))) {
        events.add(event);
      }
    }

    @Override
    public synchronized List<RunningRecording> running(UUID callId) {
      return running.entrySet().stream()
          .filter(entry -> entry.getKey().callId().equals(callId))
          .map(Map.Entry::getValue)
          .toList();
    }
  }

  /** An injection point that resolves to one bean. */
  private record Present<T>(T bean) implements Instance<T> {
    @Override
    public T get() {
      return bean;
    }

    @Override
    public Instance<T> select(Annotation... qualifiers) {
      return this;
    }

    @Override
    public <U extends T> Instance<U> select(Class<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends T> Instance<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isUnsatisfied() {
      return false;
    }

    @Override
    public boolean isAmbiguous() {
      return false;
    }

    @Override
    public void destroy(T instance) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Handle<T> getHandle() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<? extends Handle<T>> handles() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Iterator<T> iterator() {
      return List.of(bean).iterator();
    }
  }
}
