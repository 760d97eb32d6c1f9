using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>A realtime view seen without its types.</summary>
internal interface IRealtimeView
{
    string Name { get; }

    /// <summary>Keys held, those of the open epoch included.</summary>
    long Count { get; }

    /// <summary>Those of them that are in memory.</summary>
    long Resident { get; }

    /// <summary>Bytes held by the tables, without what keys and values refer to.</summary>
    long ApproximateBytes { get; }

    /// <summary>Makes empty partitions for a new attempt of the run and enters them in its state; readers do not see them yet.</summary>
    void Prepare(StateDirectory directory);

    /// <summary>Shows readers the prepared partitions, which hold by now what the former ones did as of the published epoch.</summary>
    void Adopt();

    /// <summary>What readers see now; replaced whole by <see cref="Adopt"/>.</summary>
    object Parts { get; }

    /// <summary>The view as one that is kept in slices; null when cuts leave it whole.</summary>
    ISlicedView? Sliced { get; }

    /// <summary>Starts to keep the outside stores of the view up with it, until the last published epoch.</summary>
    /// <param name="settings">What they are given.</param>
    /// <param name="cancellationToken">Gives the stores up.</param>
    IEnumerable<IViewFollower> Follow(FollowingSettings settings, CancellationToken cancellationToken);
}
