namespace LambdaSpeed.Tests.Simulation;

/// <summary>A checkpoint store whose journals read single keys: what another store has, held by key, for a run that may keep almost nothing
/// in memory.</summary>
internal sealed class ByKeyStore(ICheckpointStore inner, long residentBytes) : ICheckpointStore
{
    public string Description => inner.Description;

    public bool SurvivesProcess => inner.SurvivesProcess;

    /// <summary>How many keys were asked for.</summary>
    public long KeysAsked { get; private set; }

    /// <summary>Called before each commit, which waits for it.</summary>
    public Action Committing { get; set; } = () => { };

    public ICheckpointJournal Open(string topology) => new ByKeyJournal(this, inner.Open(topology), residentBytes);

    private sealed class ByKeyJournal : IKeyedJournal
    {
        private readonly ByKeyStore _store;
        private readonly ICheckpointJournal _inner;
        private readonly Dictionary<(string Section, string Key), byte[]> _state = [];
        private readonly Dictionary<string, SortedSet<string>> _keys = []; // of each section, in order
        private readonly Lock _gate = new();
        private volatile bool _isDisposed; // set once

        public ByKeyJournal(ByKeyStore store, ICheckpointJournal inner, long residentBytes)
        {
            (_store, _inner, ResidentBytes) = (store, inner, residentBytes);
            inner.ReadState(Apply);
        }

        public long Incarnation => _inner.Incarnation;

        public Checkpoint? Latest => _inner.Latest;

        public long ResidentBytes { get; }

        public bool WantsSnapshot => false;

        public void ReadState(ChangeBlockHandler handler) => ReadState(_ => true, handler);

        public void ReadState(Func<string, bool> includes, ChangeBlockHandler handler) =>
            _inner.ReadState((section, entries) =>
            {
                if (includes(section)) handler(section, entries);
            });

        public void ReadKeys(string section, IReadOnlyList<ReadOnlyMemory<byte>> keys, KeyedValueHandler handler)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            lock (_gate)
            {
                _store.KeysAsked += keys.Count;
                for (var i = 0; i < keys.Count; i++)
                {
                    if (_state.TryGetValue((section, Convert.ToHexString(keys[i].Span)), out var value)) handler(i, value);
                }
            }
        }

        public int ReadSome(string section, ReadOnlyMemory<byte>? behind, int most, KeyedEntryHandler handler)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            lock (_gate)
            {
                if (!_keys.TryGetValue(section, out var keys)) return 0;
                var from = behind is { } key ? $"{Convert.ToHexString(key.Span)}-" : "";
                var some = keys.GetViewBetween(from, "Z").Take(most).ToList();
                foreach (var found in some) handler(Convert.FromHexString(found), _state[(section, found)]);
                return some.Count;
            }
        }

        public void Commit(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks)
        {
            _store.Committing();
            _inner.Commit(epoch, manifest, blocks);
            lock (_gate)
            {
                foreach (var block in blocks) Apply(block.Section, block.Entries.Span);
            }
        }

        public void Dispose()
        {
            _isDisposed = true;
            _inner.Dispose();
        }

        private void Apply(string section, ReadOnlySpan<byte> entries)
        {
            for (var reader = new ChangeReader(entries); reader.Read();)
            {
                var id = (section, Convert.ToHexString(reader.Key));
                if (!_keys.TryGetValue(section, out var keys)) _keys.Add(section, keys = new(StringComparer.Ordinal));
                if (reader.Kind == ChangeKind.Put)
                {
                    _state[id] = reader.Value.ToArray();
                    keys.Add(id.Item2);
                }
                else
                {
                    _state.Remove(id);
                    keys.Remove(id.Item2);
                }
            }
        }
    }
}
