using LambdaSpeed.Lambda.Publications;
using LambdaSpeed.Storage;
using LambdaSpeed.Views;

namespace LambdaSpeed;

public sealed partial class TopologyRun
{
    private readonly List<PublicationWatch> _watches = []; // those that were made; under the gate of the merged views

    /// <summary>Watches a directory through which batch jobs of any kind, in other processes, take part: it tells them in
    /// <c>announced.json</c> which cuts there are, and publishes the files that they offer by a manifest. The contract is in
    /// <c>docs/how-it-works/batch-layers.md</c>.</summary>
    /// <remarks>
    /// <para>Each publication goes the way of <see cref="MergedView{TKey, TAccumulator, TResult}.PublishAsync"/>, and is answered by a
    /// file when it is durable, or refused, with the reason. What has no answer when the process dies is taken by the next start that
    /// watches the directory. A file is read where it lies: it must stay there, unchanged, until another has taken its place.</para>
    /// <para>Views take part for which <see cref="Merged{TKey, TAccumulator, TResult}"/> was called before. One run watches a
    /// directory at a time.</para>
    /// </remarks>
    /// <param name="directory">The directory; made when it is not there.</param>
    /// <param name="options">How it is watched; null for the defaults.</param>
    /// <returns>The hold on the directory; it ends with the run.</returns>
    /// <exception cref="StorageLockedException">Another run watches the directory.</exception>
    /// <exception cref="IOException">The directory cannot be made or read.</exception>
    public PublicationWatch WatchPublications(string directory, PublicationOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return WatchPublications(new DiskStorage(directory), (options ?? new()).Validated());
    }

    /// <inheritdoc cref="WatchPublications(string, PublicationOptions?)"/>
    internal PublicationWatch WatchPublications(IStorage storage, PublicationOptions options)
    {
        var watch = new PublicationWatch(
            storage, options, Target,
            () => PublicationJson.Announcement(Topology.Name, Targets(), Cuts), _plan.Options.TimeProvider,
            _plan.Options.LoggerOf("LambdaSpeed.Lambda"));
        lock (_mergedGate) _watches.Add(watch);
        _cuts.Announced += Announce;
        _ = EndWithRunAsync();
        return watch;

        void Announce(EpochId epoch) => _ = RingWhenPublishedAsync(watch, epoch);

        async Task EndWithRunAsync()
        {
            await Task.WhenAny(_completion.Task, watch.Ended).ConfigureAwait(false);
            _cuts.Announced -= Announce;
            watch.Stop();
        }
    }

    /// <summary>A cut is listed when its epoch is published: then there is something to tell.</summary>
    private async Task RingWhenPublishedAsync(PublicationWatch watch, EpochId epoch)
    {
        try
        {
            await _publication.WaitForAsync(epoch, CancellationToken.None).ConfigureAwait(false);
        }
        catch (RunFaultedException)
        {
            return; // the watch ends too
        }
        watch.Ring();
    }

    /// <summary>Frees all publication directories.</summary>
    private async Task EndWatchesAsync()
    {
        PublicationWatch[] watches;
        lock (_mergedGate) watches = [.. _watches];
        foreach (var watch in watches) await watch.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The merged view of a name; null when nobody has asked for it.</summary>
    /// <exception cref="FormatException">It is one of windows.</exception>
    private IPublicationTarget? Target(string name) => _views.GetValueOrDefault(name) is IEventTimeView
        ? throw new FormatException(
            $"view '{name}' is one of windows, and which tuples are late for it nobody else computes alike: it takes no batch view from " +
            "outside. Remedy: have the run compute it by run.RecomputeAsync.")
        : Targets().FirstOrDefault(view => view.Name == name);

    private IPublicationTarget[] Targets()
    {
        lock (_mergedGate)
        {
            return [.. _merged.OrderBy(view => view.Key, StringComparer.Ordinal).Select(view => view.Value).OfType<IPublicationTarget>()];
        }
    }
}
