using LambdaSpeed.BatchViews;
using LambdaSpeed.Lambda;
using LambdaSpeed.Views;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <content>The views that a batch layer takes part in.</content>
internal sealed partial class SlicedWorld
{
    private interface IHandedOver
    {
        void Reopen();

        void Publish();

        void RollBack();

        void NoteDurable();

        void Check(string when, long[] committed);
    }

    /// <summary>One view, its merged view, and what its batch layer has published.</summary>
    private sealed class HandedOver<TAccumulator>(
        SlicedWorld world, string name, BatchViewSchema<long, TAccumulator> schema, Func<IEnumerable<long>, TAccumulator> compute,
        Func<IEnumerable<long>, long> result) : IHandedOver
    {
        private readonly List<string> _published = [""]; // names of files; the empty one is none at all
        private int _durable;                // which of them must be there after a crash, or a later one
        private (RunAttempt Attempt, EpochId Epoch, int Published)? _owed; // the epoch that makes the newest one durable
        private MergedView<long, TAccumulator, long> _merged = null!;
        private RealtimeView<long, TAccumulator, long> _realtime = null!;
        private int _files;

        public void Reopen()
        {
            _realtime = (RealtimeView<long, TAccumulator, long>)world._realtime[name];
            var found = _realtime.Stack.Batch ?? "";
            var which = _published.LastIndexOf(found);
            Assert.True(which >= _durable, $"'{found}' is published, and '{_published[_durable]}' was durable");
            if (found.Length > 0) world.Happened = world.Happened with { Reopened = world.Happened.Reopened + 1 };
            _published.RemoveRange(which + 1, _published.Count - which - 1);
            (_durable, _owed) = (which, null);
            _merged = new(_realtime, schema, world._publication, new() { KeptSlices = 2 },
                new HandOver(world._cuts, file => new ReadBytes(world._batches.OpenRead(Path.GetFileName(file)))) { Settle = world.Settle });
        }

        public void Publish()
        {
            var cuts = world._cuts.Listed.Where(cut => _merged.Cut is not { } former || cut.Cut.Covers(former)).ToList();
            if (cuts.Count == 0) return;
            if (Exchange(cuts[world._random.Next(cuts.Count)].Cut, mayGoBack: false))
            {
                world.Happened = world.Happened with { Publications = world.Happened.Publications + 1 };
            }
        }

        public void RollBack()
        {
            var cuts = world._cuts.Listed;
            if (_merged.Cut is null || cuts.Count == 0) return;
            if (Exchange(cuts[world._random.Next(cuts.Count)].Cut, mayGoBack: true))
            {
                world.Happened = world.Happened with { RollBacks = world.Happened.RollBacks + 1 };
            }
        }

        public void NoteDurable()
        {
            if (_owed is not { } owed || world._isDead) return;
            if (owed.Attempt != world._attempt) _owed = Owed();
            else if (world._publication.Published >= owed.Epoch) (_durable, _owed) = (owed.Published, null);
        }

        public void Check(string when, long[] committed)
        {
            Require($"{when}, merged", world.Numbers(null, committed), _merged.All());
            Require($"{when}, above the cut", world.Numbers(_merged.Cut, committed), _realtime.All());
            var expected = Fold(world.Numbers(null, committed));
            for (var key = 0; key < Math.Min(5, world._keys); key++)
            {
                Assert.Equal(expected.TryGetValue(key, out var value), _merged.TryGet(key, out var found));
                Assert.Equal(value, found);
            }
        }

        private bool Exchange(Cut cut, bool mayGoBack)
        {
            var positions = new long[Partitions];
            foreach (var position in cut.Sources[0].Positions) positions[position.Partition] = position.Offset;
            if (world._readsTooFar) positions[0]++;
            var rows = world.Numbers(null, positions).GroupBy(x => x % world._keys);
            var file = $"{name}-{world._random.Next(1_000_000)}-{_files++}";
            using (var writer = new BatchViewWriter<long, TAccumulator>(world._batches, file, schema, cut, new()))
            {
                foreach (var row in rows) writer.Add(row.Key, compute(row));
                writer.Complete();
            }
            var batch = new BatchViewFile<long, TAccumulator>(new ReadBytes(world._batches.OpenRead(file)), schema);
            var exchange = mayGoBack ? _merged.RollBackAsync(batch) : _merged.PublishAsync(batch);
            if (exchange.IsFaulted)
            {
                Assert.IsType<BatchViewMismatchException>(exchange.Exception!.InnerException); // this view's slices are folded over the cut
                Assert.Contains(world._cuts.Listed, listed => listed.Cut.Equals(cut));
                batch.Dispose();
                return false;
            }
            _published.Add(_realtime.Stack.Batch!);
            _owed = Owed();
            return true;
        }

        private (RunAttempt Attempt, EpochId Epoch, int Published)? Owed() => world._attempt.RequestNewEpoch() is { } epoch
            ? (world._attempt, epoch, _published.Count - 1)
            : (world._attempt, new EpochId(long.MaxValue), _published.Count - 1);

        private Dictionary<long, long> Fold(IEnumerable<long> numbers) => numbers.GroupBy(x => x % world._keys).ToDictionary(group => group.Key, group => result(group));

        private void Require(string when, IEnumerable<long> numbers, IEnumerable<KeyValuePair<long, long>> found)
        {
            var (expected, actual) = (Fold(numbers), found.ToDictionary());
            Assert.True(expected.Count == actual.Count && expected.All(pair => actual.TryGetValue(pair.Key, out var value) && value == pair.Value),
                $"{name} {when}, {world._publication.Published}, {_realtime.Slices}: expected {Text(expected)}, found {Text(actual)}");
        }

        private static string Text(Dictionary<long, long> content) => string.Join(' ', content.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}:{pair.Value}"));
    }
}
