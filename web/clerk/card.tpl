{{#CARD}}<h1>{{TITLE}}</h1>
{{@article}}{{/CARD}}
<p class="actions"><a class="button" href="/{{=language}}/cards">{{=cards.all}}</a></p>
