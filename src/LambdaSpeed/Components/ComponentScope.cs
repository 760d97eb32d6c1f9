using Microsoft.Extensions.DependencyInjection;

namespace LambdaSpeed.Components;

/// <summary>Where the components of one task that are given by type are resolved: a scope of the topology's services, so that what was made
/// for the task is disposed with it.</summary>
/// <param name="services">The topology's services; null when it has none.</param>
internal sealed class ComponentScope(IServiceProvider? services) : IAsyncDisposable
{
    private AsyncServiceScope? _scope; // null until needed, or when the services know no scopes

    public TService Resolve<TService>(string component)
        where TService : class =>
        Services()?.GetService(typeof(TService)) as TService ?? throw new InvalidOperationException(
            $"Component '{component}' could not be resolved: the service {typeof(TService)} is not registered.");

    public async ValueTask DisposeAsync()
    {
        var scope = _scope;
        _scope = null;
        if (scope is { } open) await open.DisposeAsync().ConfigureAwait(false);
    }

    private IServiceProvider? Services()
    {
        if (_scope is null && services?.GetService(typeof(IServiceScopeFactory)) is IServiceScopeFactory scopes)
        {
            _scope = scopes.CreateAsyncScope();
        }
        return _scope?.ServiceProvider ?? services;
    }
}
