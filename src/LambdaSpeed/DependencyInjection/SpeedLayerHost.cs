using LambdaSpeed.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaSpeed;

/// <summary>Starts and stops the topologies that were added to the services. A singleton; safe from any thread.</summary>
/// <remarks>Start it before the application serves queries, and stop it after: injected views are found through it.</remarks>
public sealed class SpeedLayerHost : IAsyncDisposable, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly SemaphoreSlim _gate = new(1, 1); // held while starting or stopping
    private volatile IReadOnlyList<TopologyRun> _runs = []; // those whose views can be read; replaced whole, under the gate
    private volatile bool _isStarted; // by a start that succeeded; never taken back
    private volatile bool _isStopped; // by the first stop after it

    /// <summary>Creates the host; the service provider does.</summary>
    /// <param name="services">The service provider.</param>
    public SpeedLayerHost(IServiceProvider services) => _services = services;

    /// <summary>The runs that were started, in the order their topologies were added. During a start: those whose views can be read
    /// already.</summary>
    public IReadOnlyList<TopologyRun> Runs => _runs;

    /// <summary>Describes and starts every topology, one after the other. When one fails to start, those already started are
    /// stopped.</summary>
    /// <remarks>The views of a topology can be injected into its own components, and into those of topologies that were added after
    /// it.</remarks>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="TopologyException">A topology cannot be built.</exception>
    /// <exception cref="InvalidOperationException">The host has been started, or stopped, already.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isStopped) throw new InvalidOperationException(
                "The speed layer was stopped, and a host starts once. " +
                "Remedy: make a new service provider, or start topologies with SpeedLayer.");
            if (_isStarted) throw new InvalidOperationException("The speed layer has been started already.");
            var registrations = _services.GetServices<TopologyRegistration>().ToList();
            ThrowOnNamesakes(registrations);
            await StartAllAsync(registrations, cancellationToken).ConfigureAwait(false);
            _isStarted = true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops every run as <see cref="TopologyRun.StopAsync"/> does, all at the same time.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _isStopped = _isStarted;
            await Task.WhenAll(_runs.Select(run => run.StopAsync(cancellationToken))).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A view of any of the runs.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TValue">What readers are given for a key.</typeparam>
    /// <param name="name">The view's name.</param>
    /// <exception cref="InvalidOperationException">The host has not been started, has no topology, or several topologies have a view of
    /// that
    /// name.</exception>
    /// <exception cref="ArgumentException">There is no such view, or it has other types.</exception>
    public IView<TKey, TValue> View<TKey, TValue>(ViewName<TKey, TValue> name)
        where TKey : notnull
    {
        var runs = _runs;
        if (runs.Count == 0) throw new InvalidOperationException(_isStarted
            ? $"There is no view '{name}': no topology was added. Remedy: services.AddLambdaSpeed().AddTopology(…)."
            : $"View '{name}' was read before the speed layer was started. Call SpeedLayerHost.StartAsync first, and add the topology " +
            "that owns the view before those that read it.");

        var owners = runs.Where(run => run.Topology.Views.Contains(name.Name, StringComparer.Ordinal)).ToList();
        return owners.Count switch
        {
            1 => owners[0].View(name),
            0 => throw new ArgumentException(
                $"No topology that was started has a view '{name}'. There are: " +
                $"{string.Join(", ", runs.SelectMany(run => run.Topology.Views))}. Topologies start in the order they are added.",
                nameof(name)),
            _ => throw new InvalidOperationException(
                $"Several topologies have a view '{name}': {string.Join(", ", owners.Select(run => run.Topology.Name))}. " +
                "Give each a name of its own, or ask the run."),
        };
    }

    /// <summary>Stops every run.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs) await run.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    /// <summary>Stops every run as <see cref="DisposeAsync"/> does and waits for it, for providers that are disposed
    /// synchronously.</summary>
    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult(); // on the pool: the caller may hold a context

    private async Task StartAllAsync(List<TopologyRegistration> registrations, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var registration in registrations)
            {
                await StartAsync(registration, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            var started = _runs;
            foreach (var run in started) await run.DisposeAsync().ConfigureAwait(false);
            _runs = [];
            throw;
        }
    }

    private async Task StartAsync(TopologyRegistration registration, CancellationToken cancellationToken)
    {
        var topology = new TopologyBuilder(registration.Name, _services);
        registration.Describe(_services, topology);
        var options = registration.Options?.Invoke(_services) ?? new SpeedLayerOptions();
        var plan = ExecutionPlan.For(topology.Build(), WithServices(options));
        await SpeedLayer.StartAsync(plan, run => _runs = [.. _runs, run], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The options with the application's clock and logging, unless they name their own.</summary>
    private SpeedLayerOptions WithServices(SpeedLayerOptions options) => options with
    {
        TimeProvider = options.TimeProvider == TimeProvider.System
            ? _services.GetService<TimeProvider>() ?? TimeProvider.System
            : options.TimeProvider,
        LoggerFactory = options.LoggerFactory is NullLoggerFactory
            ? _services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance
            : options.LoggerFactory,
    };

    private static void ThrowOnNamesakes(List<TopologyRegistration> registrations)
    {
        var namesakes = registrations.GroupBy(registration => registration.Name, StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1);
        if (namesakes is not null) throw new InvalidOperationException(
            $"{namesakes.Count()} topologies named '{namesakes.Key}' were added. Give each a name of its own.");
    }
}
