// Builds elements. Text only ever becomes text nodes: nothing that arrives can turn into markup.

/** An element with attributes (on… are listeners; false and null are left out) and children. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) {
      continue;
    }
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export const byId = (id) => document.getElementById(id);

/** Sets text only if it changes, so that live regions stay quiet and selections stay whole. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Makes `parent` have exactly these children in this order, moving as few as possible. */
export function setChildren(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) {
    if (!keep.has(child)) {
      child.remove();
    }
  }
  let at = parent.firstElementChild;
  for (const child of wanted) {
    if (child === at) {
      at = at.nextElementSibling;
    } else {
      parent.insertBefore(child, at);
    }
  }
}

/** Runs `task` soon, however often it is asked for, with `pause` ms in between, or more if it takes long. */
export function batched(task, pause) {
  let waiting = false;
  let next = 0;
  return () => {
    if (!waiting) {
      waiting = true;
      setTimeout(() => {
        waiting = false;
        const started = performance.now();
        task();
        const ended = performance.now();
        next = ended + Math.max(pause, 3 * (ended - started));
      }, Math.max(0, next - performance.now()));
    }
  };
}
